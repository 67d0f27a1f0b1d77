using System.Numerics;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>What the values of one column look like.</summary>
/// <param name="Name">The column's.</param>
public sealed class ColumnProfile(string Name)
{
    private const int Examples = 3;
    private const int LongestExample = 60;

    private readonly OrderedDictionary<string, long> kinds = new(StringComparer.Ordinal);
    private readonly List<string> examples = [];

    /// <summary>The column's.</summary>
    public string Name { get; } = Name;

    /// <summary>How many values are of which kind: text, whole number, number, true or false, list, object.</summary>
    public IReadOnlyDictionary<string, long> Kinds => kinds;

    /// <summary>Rows where it is null or absent.</summary>
    public long Missing { get; private set; }

    /// <summary>Texts without a letter.</summary>
    public long Empty { get; private set; }

    /// <summary>The smallest and largest number; null without any.</summary>
    public (double Low, double High)? Numbers { get; private set; }

    /// <summary>Characters of the shortest and longest text; null without any.</summary>
    public (int Shortest, int Longest)? Lengths { get; private set; }

    /// <summary>The first different values, cut short.</summary>
    public IReadOnlyList<string> FirstValues => examples;

    internal long Present { get; private set; }

    internal void Add(object? value)
    {
        if (value is null)
        {
            return;
        }

        Present++;
        var kind = KindOf(value);
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        if (value is string text)
        {
            Empty += string.IsNullOrWhiteSpace(text) ? 1 : 0;
            Lengths = Lengths is var (shortest, longest) ? (Math.Min(shortest, text.Length), Math.Max(longest, text.Length)) : (text.Length, text.Length);
        }
        else if (Number(value) is { } number)
        {
            Numbers = Numbers is var (low, high) ? (Math.Min(low, number), Math.Max(high, number)) : (number, number);
        }

        if (examples.Count < Examples)
        {
            var shown = value as string ?? PythonJson.Write(value);
            shown = shown.Length > LongestExample ? shown[..LongestExample] + "…" : shown;
            if (!examples.Contains(shown, StringComparer.Ordinal))
            {
                examples.Add(shown);
            }
        }
    }

    internal void End(long rows) => Missing = rows - Present;

    private static string KindOf(object value) => value switch
    {
        string => "text",
        bool => "true or false",
        long or BigInteger => "whole number",
        double => "number",
        PythonDict => "object",
        _ => "list",
    };

    private static double? Number(object value) => value switch
    {
        long whole => whole,
        BigInteger large => (double)large,
        double number when double.IsFinite(number) => number,
        _ => null,
    };
}
