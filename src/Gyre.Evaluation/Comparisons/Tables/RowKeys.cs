using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>The keys of a table's rows in their order. Numbers of lines, which most keys are, take eight bytes each; other keys are kept as texts.</summary>
internal sealed class RowKeys : IReadOnlyList<string>
{
    // Numbers of lines come nearly in order; far beyond the rows there are, a number is a name like any other.
    private const int Slack = 4096, Digits = 9;

    private readonly List<int> numbers = [];
    private readonly List<int> placeOf = [];
    private List<string>? texts;
    private Dictionary<string, int>? rows;

    public int Count => texts?.Count ?? numbers.Count;

    public string this[int row] => texts is null ? numbers[row].ToString(CultureInfo.InvariantCulture) : texts[row];

    /// <summary>The row of a key, or -1.</summary>
    public int Find(string key) =>
        rows is not null ? rows.GetValueOrDefault(key, -1)
        : Number(key) is { } number && number < placeOf.Count ? placeOf[number] - 1
        : -1;

    /// <summary>The row of a key, new where there is none.</summary>
    public int Row(string key, out bool isNew)
    {
        if (rows is null)
        {
            if (Number(key) is { } number && number <= (4L * numbers.Count) + Slack)
            {
                return Row(number, out isNew);
            }

            MakeTexts();
        }

        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows!, key, out var exists);
        isNew = !exists;
        if (isNew)
        {
            row = texts!.Count;
            texts.Add(key);
        }

        return row;
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
        {
            yield return this[row];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Row(int number, out bool isNew)
    {
        if (number >= placeOf.Count)
        {
            var filled = placeOf.Count;
            CollectionsMarshal.SetCount(placeOf, number + 1);
            CollectionsMarshal.AsSpan(placeOf)[filled..].Clear();
        }

        ref var place = ref CollectionsMarshal.AsSpan(placeOf)[number];
        isNew = place == 0;
        if (isNew)
        {
            numbers.Add(number);
            place = numbers.Count;
        }

        return place - 1;
    }

    private void MakeTexts()
    {
        texts = [.. this];
        rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (row, text) in texts.Index())
        {
            rows[text] = row;
        }

        numbers.Clear();
        placeOf.Clear();
    }

    // Only as a line's number is written: '07' is another key than '7'.
    private static int? Number(string key) =>
        key.Length is > 0 and <= Digits && (key[0] != '0' || key.Length == 1) && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
