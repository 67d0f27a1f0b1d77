using System.Collections.Frozen;

namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>Reads English numbers in words: "seven", "twenty-five", "two hundred thousand". A lone "one" is no number: it is more often a pronoun.</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Values = FrozenDictionary.ToFrozenDictionary(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".Split(' ')
            .Select((word, value) => new KeyValuePair<string, int>(word, value))
            .Concat("twenty thirty forty fifty sixty seventy eighty ninety".Split(' ').Select((word, tens) => new KeyValuePair<string, int>(word, (tens + 2) * 10))),
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ValueSpans = Values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number that begins with a word; null where none does.</summary>
    public static Token? Read(string text, TextSpan first, int end)
    {
        if (!ValueSpans.TryGetValue(first.Of(text), out var value))
        {
            return null;
        }

        var (total, part, last) = (0m, (decimal)value, first);
        var lone = value == 1;
        for (var next = Numerals.NextWord(text, last.End, end); next.Length > 0; next = Numerals.NextWord(text, last.End, end))
        {
            if (Numerals.Magnitude(next.Of(text)) is > 0 and var times)
            {
                // "Two hundred thousand": a hundred multiplies what is open, a greater one closes it.
                (total, part) = times == 100 ? (total, part * 100) : (total + (part * times), 0);
            }
            else if (part % 10 == 0 && part % 100 != 10 && ValueSpans.TryGetValue(next.Of(text), out value) && value is > 0 and < 100 && (part % 100 == 0 ? part > 0 || total > 0 : value < 10))
            {
                part += value;
            }
            else
            {
                break;
            }

            (last, lone) = (next, false);
            if (total + part > 1_000_000_000_000_000)
            {
                break;
            }
        }

        if (lone)
        {
            return null;
        }

        var percent = Numerals.AsPercent(text, last.End, Numerals.NextWord(text, last.End, end), end);
        return new Token(new TextSpan(first.Start, (percent ?? last.End) - first.Start), TokenKind.Number, total + part, percent is null ? Measure.Plain : Measure.Percent);
    }
}
