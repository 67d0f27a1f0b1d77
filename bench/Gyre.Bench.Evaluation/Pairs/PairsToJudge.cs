using System.Text.Json;
using Gyre.Models.Simulated;

namespace Gyre.Bench.Evaluation.Pairs;

/// <summary>Makes of pairs with people's labels what an evaluation and a simulated judge read: answers with a baseline, and right answers by hash.</summary>
internal static class PairsToJudge
{
    /// <param name="data">A folder of JSON lines with input, output_1, output_2 and label (1 or 2).</param>
    /// <param name="folder">Takes answers.jsonl and right.jsonl.</param>
    public static void Write(string data, string folder)
    {
        using var answers = File.CreateText(Path.Combine(folder, "answers.jsonl"));
        using var right = File.CreateText(Path.Combine(folder, "right.jsonl"));
        foreach (var row in Directory.EnumerateFiles(data, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(l => JsonElement.Parse(l)))
        {
            var (query, one, two, label) = (Text(row, "input"), Text(row, "output_1"), Text(row, "output_2"), row.GetProperty("label").GetInt32());
            answers.WriteLine(JsonSerializer.Serialize(new { subset = Text(row, "subset"), label, query, response = one, baseline = two }));
            var (better, worse) = label == 1 ? (one, two) : (two, one);
            right.WriteLine(JsonSerializer.Serialize(new { query = RightAnswers.HashOf(query), better = RightAnswers.HashOf(better), worse = RightAnswers.HashOf(worse) }));
        }
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
