using System.Globalization;
using System.Text;

namespace Gyre.Evaluation.Gates.Outputs;

/// <summary>A gate as Markdown, for a pull request or the summary of a CI run.</summary>
public static class GateMarkdown
{
    /// <summary>The text, ending with a line's end.</summary>
    public static string Text(GateResult result)
    {
        var open = result.Checks.Where(c => c.Verdict != GateVerdict.Pass).ToArray();
        string[] lines =
        [
            $"### {(result.Verdict == GateVerdict.Pass ? "✅" : result.Opens ? "⚠️" : "❌")} Gate: {GateSummary.Word(result.Verdict)}",
            "",
            $"{Plain(GateSummary.Title(result))}. {Plain(GateSummary.Sentence(result))}",
            "",
            "| check | measured, 95 % interval | wanted | lines | verdict |",
            "| --- | --- | --- | ---: | --- |",
            .. result.Checks.Select(c => Row(result, c)),
            .. open.Length == 0 ? Array.Empty<string>() : ["", .. open.Select(c => $"- {Plain(c.Sentence)}")],
            .. GateSummary.Luck(result) is { } luck ? ["", $"<sub>{Plain(luck)}</sub>"] : Array.Empty<string>(),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Row(GateResult result, GateCheck check)
    {
        var name = check.Judge is null ? check.Name : $"{check.Name} ({check.Judge})";
        var count = check.Lines.ToString(CultureInfo.InvariantCulture) + (check.Missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {check.Missing} without a score"));
        var sign = check.Verdict == GateVerdict.Pass ? "✅" : result.Blocks(check) ? "❌" : "⚠️";
        return $"| {Plain(name)} | {Plain(check.Words)} | {Plain(check.Limit)} | {count} | {sign} {GateSummary.Word(check.Verdict)} |";
    }

    // Names and values of slices are users' texts: nothing in them is markup, a link, a mention or a new row.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            plain.Append(character switch
            {
                '\r' or '\n' or '\t' => " ",
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '~' or '!' or '$' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return plain.ToString();
    }
}
