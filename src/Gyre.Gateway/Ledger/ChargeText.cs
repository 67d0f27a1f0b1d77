using System.Globalization;
using Gyre.Models.Prices;

namespace Gyre.Gateway.Ledger;

/// <summary>
/// What a cost is made of, as the ledger keeps it: <c>input:24:0.4 output:50:1.6</c>. Bucket, quantity, and dollars for the unit
/// the price is published for (<see cref="PriceUnit"/>): enough to check the cost by, whatever became of the price since.
/// </summary>
internal static class ChargeText
{
    /// <summary>Every bucket with long numbers fits.</summary>
    public const int Longest = 1024;

    /// <summary>Of a priced call; null where the cost is not known or nothing was charged.</summary>
    public static string? Of(PricedCall priced)
    {
        if (priced.Cost is null || priced.Lines.Count == 0)
        {
            return null;
        }

        Span<char> text = stackalloc char[Longest];
        var length = 0;
        foreach (var line in priced.Lines)
        {
            if (!text[length..].TryWrite(CultureInfo.InvariantCulture, $"{(length == 0 ? "" : " ")}{PriceUnit.Of(line.Bucket).Key}:{line.Quantity}:{line.Rate}", out var written))
            {
                return null;
            }

            length += written;
        }

        return new string(text[..length]);
    }

    /// <summary>The lines of a text that <see cref="Of"/> wrote.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public static List<PriceLine> Read(string? text)
    {
        var lines = new List<PriceLine>(4);
        foreach (var part in text.AsSpan().Split(' '))
        {
            var line = text.AsSpan(part.Start.Value, part.End.Value - part.Start.Value);
            if (line.IsEmpty)
            {
                continue;
            }

            var first = line.IndexOf(':');
            var last = line.LastIndexOf(':');
            if (first < 0 || last == first || Bucket(line[..first]) is not { } bucket)
            {
                throw new FormatException($"'{text}' is not what a call's cost is made of.");
            }

            lines.Add(new PriceLine(
                bucket,
                decimal.Parse(line[(first + 1)..last], NumberStyles.Number, CultureInfo.InvariantCulture),
                decimal.Parse(line[(last + 1)..], NumberStyles.Number, CultureInfo.InvariantCulture)));
        }

        return lines;
    }

    private static PriceBucket? Bucket(ReadOnlySpan<char> key)
    {
        foreach (var unit in PriceUnit.All)
        {
            if (key.SequenceEqual(unit.Key))
            {
                return unit.Bucket;
            }
        }

        return null;
    }
}
