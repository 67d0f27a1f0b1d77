namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>What one system scored: a row per line, found by its key, and columns of numbers.</summary>
/// <param name="name">For people: a run's name, a file's.</param>
/// <param name="file">Where the rows are from; null for a run's.</param>
internal sealed class ScoreTable(string name, string? file = null)
{
    /// <summary>What the names of columns begin with that hold inputs, so that they replace no output.</summary>
    public const string InputPrefix = "inputs.";

    private readonly RowKeys keys = new();
    private readonly List<int> lines = [];
    private readonly OrderedDictionary<string, ScoreColumn> columns = new(StringComparer.Ordinal);

    public string Name => name;

    public string? File => file;

    public IReadOnlyList<string> Keys => keys;

    public IEnumerable<ScoreColumn> Columns => columns.Values;

    /// <summary>Lines of which it is known that they failed; they are rows without values. Of several tries, lines that failed in any.</summary>
    public int Failed { get; set; }

    /// <summary>The rows of one try that failed.</summary>
    public Range FailedRows { get; set; }

    /// <summary>The fields of its sources, read or not: what a mistyped name may have meant.</summary>
    public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

    public ScoreColumn? Column(string column) => columns.GetValueOrDefault(column);

    /// <summary>A later source's column takes the place of an earlier one's.</summary>
    public void Replace(ScoreColumn column) => columns[column.Name] = column;

    /// <summary>The row of a key, or -1.</summary>
    public int Find(string key) => keys.Find(key);

    /// <summary>Whether a row, or none, is one that failed.</summary>
    public bool HasFailed(int row) => row >= FailedRows.Start.Value && row < FailedRows.End.Value;

    /// <summary>The column whose texts a name stands for: an output of that name, else an input.</summary>
    public ScoreColumn? TextColumn(string column) => Column(column) ?? Column(InputPrefix + column);

    /// <summary>Where in its first source the row came from, 1-based.</summary>
    public int LineOf(int row) => lines[row];

    /// <summary>The row of a key, new where there is none.</summary>
    public int Row(string key, int line, out bool isNew)
    {
        var row = keys.Row(key, out isNew);
        if (isNew)
        {
            lines.Add(line);
        }

        return row;
    }
}

/// <summary>One column: numbers by row, and texts where they are asked for.</summary>
internal sealed class ScoreColumn(string name)
{
    private readonly List<double> numbers = [];
    private readonly List<string?> texts = [];
    private readonly List<double> missing = [];
    private readonly List<int> tries = [];

    public string Name => name;

    /// <summary>How many rows have a number.</summary>
    public int Numbers { get; private set; }

    /// <summary>How many rows have a text that is no number.</summary>
    public int Words { get; private set; }

    /// <summary>The first text that is no number, and the line of its file; a column with one is a column of text.</summary>
    public (string Text, int Line)? Word { get; private set; }

    /// <summary>Whether every text that is no number is <c>pass</c> or <c>fail</c>; then these count as 1 and 0.</summary>
    public bool IsVerdict { get; private set; } = true;

    /// <summary>The number in a row; NaN where there is none.</summary>
    public double this[int row] => row >= 0 && row < numbers.Count ? numbers[row] : double.NaN;

    /// <summary>The text in a row; null where there is none, or texts are not kept.</summary>
    public string? Text(int row) => row >= 0 && row < texts.Count ? texts[row] : null;

    /// <summary>The share of a row's tries that have no number although others have; 0 where there is one try.</summary>
    public double Missing(int row) => row >= 0 && row < missing.Count ? missing[row] : 0;

    /// <summary>The first of a row's tries that says what the row does, by its place.</summary>
    public int Try(int row) => row >= 0 && row < tries.Count ? tries[row] : 0;

    /// <summary>Sets a row that several tries make up.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">What they say together.</param>
    /// <param name="unscored">The share of them without a number.</param>
    /// <param name="first">The place of the first that says the same.</param>
    public void Set(int row, double number, double unscored, int first)
    {
        Set(row, number);
        if (unscored > 0)
        {
            Fill(missing, row, 0);
            missing[row] = unscored;
        }

        if (first > 0)
        {
            Fill(tries, row, 0);
            tries[row] = first;
        }
    }

    public void Set(int row, double number)
    {
        Fill(numbers, row, double.NaN);
        Numbers += (double.IsNaN(number) ? 0 : 1) - (double.IsNaN(numbers[row]) ? 0 : 1);
        numbers[row] = number;
    }

    public void SetText(int row, string? text)
    {
        Fill(texts, row, null);
        texts[row] = text;
    }

    /// <summary>A text that is no number; <c>pass</c> and <c>fail</c> are both.</summary>
    public void SetWord(int row, string word, int line)
    {
        Word ??= (word, line);
        Words++;
        switch (word)
        {
            case "pass":
                Set(row, 1);
                break;
            case "fail":
                Set(row, 0);
                break;
            default:
                IsVerdict = false;
                break;
        }
    }

    private static void Fill<T>(List<T> list, int row, T nothing)
    {
        while (list.Count <= row)
        {
            list.Add(nothing);
        }
    }
}
