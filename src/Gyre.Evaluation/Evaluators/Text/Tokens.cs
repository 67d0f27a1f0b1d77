namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>Cuts a text into words, numbers and signs; punctuation is left out.</summary>
internal static class Tokens
{
    /// <summary>Reads the tokens of one place, in order.</summary>
    public static void Read(string text, TextSpan within, List<Token> into)
    {
        for (var at = within.Start; at < within.End;)
        {
            var c = text[at];
            if (IsSign(c))
            {
                into.Add(new Token(new TextSpan(at, 1), TokenKind.Sign));
                at++;
            }
            else if (char.IsAsciiDigit(c))
            {
                var number = Numerals.Read(text, at, within);
                into.Add(number);
                at = number.Place.End;
            }
            else if (char.IsLetterOrDigit(c))
            {
                var word = Word(text, at, within.End);
                var number = word.Kind == TokenKind.Word ? NumberWords.Read(text, word.Place, within.End) : null;
                into.Add(number ?? word);
                at = into[^1].Place.End;
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>Where a run of letters, digits and inner apostrophes ends.</summary>
    public static int EndOfWord(string text, int at, int end)
    {
        while (at < end && (IsPart(text[at]) || (text[at] is '\'' or '’' && at + 1 < end && char.IsLetter(text[at + 1]))))
        {
            at++;
        }

        return at;
    }

    private static Token Word(string text, int start, int end)
    {
        var stop = EndOfWord(text, start, end);
        if (stop == start + 1 && char.IsUpper(text[start]))
        {
            // Initials: U.S., e.g. those of a person are single letters with blanks between.
            while (stop + 1 < end && text[stop] == '.' && char.IsUpper(text[stop + 1]) && (stop + 2 == end || !IsPart(text[stop + 2])))
            {
                stop += 2;
            }

            if (stop > start + 1)
            {
                return new Token(new TextSpan(start, stop - start), TokenKind.Code);
            }
        }

        var place = new TextSpan(start, stop - start);
        return new Token(place, place.Of(text).ContainsAnyInRange('0', '9') ? TokenKind.Code : TokenKind.Word);
    }

    private static bool IsPart(char c) =>
        char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : (char.IsLetterOrDigit(c) && !IsSign(c)) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;

    // Kana, ideographs, Thai, Lao, Khmer, Burmese.
    private static bool IsSign(char c) => c >= '\u0e00' && (c is (>= '\u0e01' and <= '\u0eff') or (>= '\u1000' and <= '\u109f') or (>= '\u1780' and <= '\u17ff') or (>= '\u3041' and <= '\u30ff') or (>= '\u3400' and <= '\u9fff')) && char.IsLetter(c);
}
