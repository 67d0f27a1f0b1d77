using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>The answers as they were scored: what the evaluators read as the response, else the run's first output of text.</summary>
internal static class ScoredTexts
{
    private const string Response = "response";

    /// <param name="scored">One try.</param>
    /// <param name="lines">The lines wanted, by number.</param>
    public static IReadOnlyDictionary<string, string> Of(ScoredRun scored, IReadOnlySet<string> lines)
    {
        foreach (var file in scored.Scores.Select(s => new RunFolder(s.Folder).Inputs).Where(File.Exists))
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var row in Rows(file, lines).TakeWhile(r => r.Row.ContainsKey(Response)))
            {
                texts[row.Line] = row.Row[Response] switch { string text => text, null => "", var other => PythonJson.Write(other) };
            }

            if (texts.Count > 0)
            {
                return texts;
            }
        }

        return RunScores.Answers(scored.Answers, null, lines);
    }

    /// <summary>The wanted rows of a run's stored inputs.</summary>
    public static IEnumerable<(string Line, PythonDict Row)> Rows(string file, IReadOnlySet<string> lines)
    {
        foreach (var row in File.ReadLines(file).Select(line => (PythonDict)PythonJson.Parse(line)!))
        {
            var number = Convert.ToString(row[ColumnMapping.LineNumber], CultureInfo.InvariantCulture)!;
            if (lines.Contains(number))
            {
                yield return (number, row);
            }
        }
    }
}
