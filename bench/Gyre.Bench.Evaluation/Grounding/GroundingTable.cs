using System.Diagnostics;
using Gyre.Evaluation.Evaluators.Grounding;

namespace Gyre.Bench.Evaluation.Grounding;

/// <summary>Offline groundedness and plain word overlap beside what people said, as a table for docs/benchmarks.md.</summary>
internal static class GroundingTable
{
    private static readonly (string Name, Func<JudgedAnswer, double> Measure)[] Measures =
    [
        ("offline groundedness", Score),
        ("unigram precision", WordOverlap.Unigrams),
        ("ROUGE-L precision", WordOverlap.RougeL),
        ("content words", WordOverlap.ContentWords),
        ("longest quotation", WordOverlap.LongestQuotation),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="data">The folder that holds the data sets.</param>
    public static void Write(string data)
    {
        List<JudgedAnswer> mtrag = JudgedAnswer.Mtrag(data), cnn = JudgedAnswer.Summaries(data, "qags_cnndm.jsonl", "consistency"), xsum = JudgedAnswer.Summaries(data, "qags_xsum.jsonl", "consistency"),
            topical = JudgedAnswer.Summaries(data, "topical_chat.jsonl", "groundedness"), claims = JudgedAnswer.Claims(data);
        Console.WriteLine($"| answers | n | {string.Join(" | ", Measures.Select(m => m.Name))} | gained over the best overlap |");
        Console.WriteLine($"| --- | --- | {string.Concat(Measures.Select(_ => "--- | "))}--- |");
        foreach (var (name, part) in new[] { ("all", mtrag), ("half for choosing weights", mtrag.FindAll(a => a.IsTuning)), ("other half", mtrag.FindAll(a => !a.IsTuning)), ("with a context", mtrag.FindAll(a => a.Context.Count > 0)), ("models' answers only", mtrag.FindAll(a => a.System != "reference")) })
        {
            Row($"mtrag faithfulness, {name}", part, Agreement.Spearman);
        }

        Row("QAGS CNN/DM consistency (for choosing)", cnn, Agreement.Spearman);
        Row("QAGS XSum consistency (for choosing)", xsum, Agreement.Spearman);
        Row("Topical-Chat groundedness", topical, Agreement.Spearman);
        foreach (var (name, part) in new[] { ("half for choosing weights", claims.FindAll(a => a.IsTuning)), ("other half", claims.FindAll(a => !a.IsTuning)) })
        {
            Row($"SciFact, supported or not, {name}", part, Agreement.Auroc);
            Row($"SciFact, supported or contradicted, {name}", part.FindAll(a => a.Label != "NOT_ENOUGH_INFO"), Agreement.Auroc);
        }

        Console.WriteLine($"\nOne person against the mean of the others on mtrag: {Human(mtrag):0.000}; models' answers only: {Human(mtrag.FindAll(a => a.System != "reference")):0.000}.");
        PlantedErrors.Write(mtrag);
        Speed(mtrag);
    }

    private static double Score(JudgedAnswer answer) => Groundedness.Of(answer.Response, answer.Context, answer.Query).Score ?? 0;

    private static void Row(string name, List<JudgedAnswer> answers, Func<IReadOnlyList<double>, IReadOnlyList<double>, double> agree)
    {
        double[][] scores = [.. Measures.Select(m => answers.ConvertAll(a => m.Measure(a)).ToArray())];
        var human = answers.ConvertAll(a => a.Human);
        double Figure(int measure, IReadOnlyList<int> rows) => agree([.. rows.Select(r => scores[measure][r])], [.. rows.Select(r => human[r])]);
        var all = Enumerable.Range(0, answers.Count).ToList();
        double[] figures = [.. Enumerable.Range(0, Measures.Length).Select(m => Figure(m, all))];
        var best = Enumerable.Range(1, Measures.Length - 1).MaxBy(m => figures[m]);
        var (low, high) = Agreement.Interval(answers, rows => Figure(0, rows));
        var (less, more) = Agreement.Interval(answers, rows => Figure(0, rows) - Figure(best, rows));
        Console.WriteLine($"| {name} | {answers.Count} | **{figures[0]:0.000}** ({low:0.00} to {high:0.00}) | {string.Join(" | ", figures.Skip(1).Select(f => $"{f:0.000}"))} | {figures[0] - figures[best]:+0.000;-0.000} ({less:+0.00;-0.00} to {more:+0.00;-0.00}) |");
    }

    private static double Human(List<JudgedAnswer> answers)
    {
        var pairs = answers.SelectMany(a => a.Raters.Select((r, at) => (One: r, Others: a.Raters.Where((_, other) => other != at).Average()))).ToList();
        return Agreement.Spearman(pairs.ConvertAll(p => p.One), pairs.ConvertAll(p => p.Others));
    }

    private static void Speed(List<JudgedAnswer> answers)
    {
        answers.ForEach(a => Score(a));
        var (rounds, watch, before) = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (; watch.Elapsed < TimeSpan.FromSeconds(3); rounds++)
        {
            answers.ForEach(a => Score(a));
        }

        Console.WriteLine($"Speed: {rounds * answers.Count / (Environment.CpuUsage.TotalTime - before).TotalSeconds:0} answers for each second of CPU, of {answers.Average(a => a.Response.Length):0} characters with {answers.Average(a => a.Context.Sum(p => p.Text.Length)):0} of context.");
    }
}
