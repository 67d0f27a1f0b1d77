using System.Collections.Frozen;
using System.Globalization;

namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>Reads numbers in digits with what belongs to them: "$1,800", "3.5 million", "46 per cent", "21st", "1970s", "105kg".</summary>
internal static class Numerals
{
    private const int MostDigits = 15;

    private static readonly FrozenDictionary<string, decimal> Magnitudes = FrozenDictionary.ToFrozenDictionary(
        [new KeyValuePair<string, decimal>("hundred", 100), new("thousand", 1_000), new("million", 1_000_000), new("billion", 1_000_000_000), new("trillion", 1_000_000_000_000), new("k", 1_000), new("mn", 1_000_000), new("bn", 1_000_000_000), new("tn", 1_000_000_000_000)],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, decimal>.AlternateLookup<ReadOnlySpan<char>> MagnitudeSpans = Magnitudes.GetAlternateLookup<ReadOnlySpan<char>>();

    // What may follow digits without a blank and is no part of a code.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = FrozenSet.ToFrozenSet(
        "kg g mg km m cm mm nm mi ft in lb lbs oz l ml s ms h hr hrs min mins am pm gb mb kb tb hz khz mhz ghz w kw mw v mph kph c f b p x".Split(' '), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads the number that begins at a digit; versions, addresses and very long rows of digits are codes.</summary>
    public static Token Read(string text, int start, TextSpan within)
    {
        var end = EndOfDigits(text, start, within.End, out var points);
        var value = 0m;
        if (points > 1 || end - start > MostDigits || !TryValue(text.AsSpan(start, end - start), out value))
        {
            return new Token(new TextSpan(start, Tokens.EndOfWord(text, end, within.End) - start), TokenKind.Code);
        }

        var measure = FollowsMoney(text, start, within.Start) ? Measure.Money : Measure.Plain;
        var letters = Tokens.EndOfWord(text, end, within.End);
        if (letters > end)
        {
            var suffix = text.AsSpan(end, letters - end);
            if (suffix is "s" or "'s" or "’s" or "st" or "nd" or "rd" or "th")
            {
                return new Token(new TextSpan(start, letters - start), TokenKind.Number, value, measure);
            }

            if (Units.Contains(suffix) && !(measure == Measure.Money && suffix is "m" or "M" or "b" or "B"))
            {
                return new Token(new TextSpan(start, end - start), TokenKind.Number, value, measure);
            }

            if (!MagnitudeSpans.TryGetValue(suffix, out var times))
            {
                times = measure == Measure.Money ? suffix switch { "m" or "M" => 1_000_000, "b" or "B" => 1_000_000_000, _ => 0 } : 0;
            }

            return times == 0
                ? new Token(new TextSpan(start, letters - start), TokenKind.Code)
                : new Token(new TextSpan(start, letters - start), TokenKind.Number, value * times, measure);
        }

        var next = NextWord(text, end, within.End);
        if (MagnitudeSpans.TryGetValue(next.Of(text), out var magnitude) && next.Length > 2)
        {
            (value, end) = (value * magnitude, next.End);
            next = NextWord(text, end, within.End);
        }

        return AsPercent(text, end, next, within.End) is { } percentEnd
            ? new Token(new TextSpan(start, percentEnd - start), TokenKind.Number, value, Measure.Percent)
            : new Token(new TextSpan(start, end - start), TokenKind.Number, value, next.Of(text) is "dollars" or "euros" or "dollar" or "euro" ? Measure.Money : measure);
    }

    /// <summary>The word after a number, over one blank or hyphen; empty where there is none.</summary>
    public static TextSpan NextWord(string text, int at, int end)
    {
        if (at < end && text[at] is ' ' or '-' or '\u00a0')
        {
            at++;
        }

        return new TextSpan(at, at < end && char.IsLetter(text[at]) ? Tokens.EndOfWord(text, at, end) - at : 0);
    }

    /// <summary>The value of "hundred", "thousand", "million" and so on; 0 for any other word.</summary>
    public static decimal Magnitude(ReadOnlySpan<char> word) => word.Length > 2 && MagnitudeSpans.TryGetValue(word, out var value) ? value : 0;

    /// <summary>Where a sign or word of percent after a number ends; null where there is none.</summary>
    public static int? AsPercent(string text, int end, TextSpan next, int limit)
    {
        var sign = end < limit && text[end] == ' ' ? end + 1 : end;
        if (sign < limit && text[sign] == '%')
        {
            return sign + 1;
        }

        var word = next.Of(text);
        if (word.Equals("percent", StringComparison.OrdinalIgnoreCase) || word.Equals("pct", StringComparison.OrdinalIgnoreCase))
        {
            return next.End;
        }

        var second = word.Equals("per", StringComparison.OrdinalIgnoreCase) ? NextWord(text, next.End, limit) : default;
        return second.Length > 0 && second.Of(text).Equals("cent", StringComparison.OrdinalIgnoreCase) ? second.End : null;
    }

    // Thousands may be set apart as "1,800" or, in tokenised text, "1 , 800".
    private static int EndOfDigits(string text, int at, int end, out int points)
    {
        points = 0;
        while (true)
        {
            while (at < end && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at + 1 < end && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
            {
                points++;
                at++;
            }
            else if (points == 0 && at < end && text[at] == ',' && IsGroup(text, at + 1, end))
            {
                at++;
            }
            else if (points == 0 && at + 2 < end && text.AsSpan(at, 3) is " , " && IsGroup(text, at + 3, end))
            {
                at += 3;
            }
            else
            {
                return at;
            }
        }
    }

    private static bool IsGroup(string text, int at, int end) =>
        at + 3 <= end && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && (at + 3 == end || !char.IsAsciiDigit(text[at + 3]));

    private static bool TryValue(ReadOnlySpan<char> digits, out decimal value)
    {
        Span<char> bare = stackalloc char[digits.Length];
        var length = 0;
        foreach (var c in digits)
        {
            if (c is not (',' or ' '))
            {
                bare[length++] = c;
            }
        }

        return decimal.TryParse(bare[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    private static bool FollowsMoney(string text, int at, int start)
    {
        at -= at > start + 1 && text[at - 1] == ' ' ? 2 : 1;
        return at >= start && text[at] is '$' or '€' or '£' or '¥';
    }
}
