using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Subjects;
using Gyre.Kernel;

namespace Gyre.Evaluation.Gates;

/// <summary>A rule and the lines it is asked about.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Where">The values that its lines have in some columns.</param>
internal sealed record GateQuestion(GateRule Rule, IReadOnlyList<KeyValuePair<string, string>> Where)
{
    private const int MostSlices = 50, LongestValue = 60;

    /// <summary>The questions of a rule: one, or one for each value of a column.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>gate-no-lines</c>, <c>too-many-slices</c>, each with the line of the policy.</exception>
    public static IReadOnlyList<GateQuestion> Of(GateRule rule, GateTable table, string file)
    {
        foreach (var column in rule.Texts.Where(c => table.Rows.Any() && table.Text(c, 0) is null))
        {
            throw Wrong("column-missing", $"{table.Name} has neither an input nor an output '{column}'.{NearestName.Hint(column, table.Fields)}", column);
        }

        var whole = new GateQuestion(rule, rule.Where);
        if (!whole.Rows(table).Any())
        {
            throw rule.Where is [.., var last]
                ? Wrong("gate-no-lines", $"No line of {table.Name} has {whole.Slice}. '{last.Key}' is {string.Join(", ", Values(last.Key, table.Rows, table).Take(10).Select(v => $"'{v}'"))}.", last.Key)
                : Wrong("gate-no-lines", $"{table.Name} has no lines.", null);
        }

        if (rule.Each is not { } each)
        {
            return [whole];
        }

        var values = Values(each, whole.Rows(table), table).ToArray();
        return values.Length <= MostSlices
            ? [.. values.Select(value => whole with { Where = [.. rule.Where, KeyValuePair.Create(each, value)] })]
            : throw Wrong("too-many-slices", $"'{each}' has {values.Length:#,0} different values; slices are for columns of at most {MostSlices}.", each);

        ProblemException Wrong(string code, string message, string? field) => new(new Problem(code, message) { File = file, Line = rule.Line, Field = field });
    }

    /// <summary><c>category = spec, language = de</c>; empty for all lines.</summary>
    public string Slice => string.Join(", ", Where.Select(w => $"{w.Key} = {Shown(w.Value)}"));

    /// <summary>Its lines in a table.</summary>
    public IEnumerable<int> Rows(GateTable table) => Where.Count == 0 ? table.Rows : table.Rows.Where(row => Where.All(w => table.Text(w.Key, row) == w.Value));

    // Values are users' texts: they break no line, and what Azure Pipelines would take for a command is none.
    private static string Shown(string value)
    {
        var line = value.ReplaceLineEndings(" ").Replace("##", "# #", StringComparison.Ordinal);
        return line.Length <= LongestValue ? line : line[..(LongestValue - 1)] + "…";
    }

    private static IEnumerable<string> Values(string column, IEnumerable<int> rows, GateTable table) =>
        rows.GroupBy(row => table.Text(column, row)!, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);
}
