using System.Text.Json;
using Gyre.Evaluation.Statistics;

namespace Gyre.Bench.Evaluation.Pairs;

/// <summary>Holds a judge's preferences against people's, subset by subset.</summary>
internal static class PairsTable
{
    /// <param name="answers">The pairs as <see cref="PairsToJudge"/> wrote them.</param>
    /// <param name="outputs">The columns of the run that judged them, by line_number.</param>
    public static void Write(string answers, string outputs)
    {
        var pairs = File.ReadLines(answers).Select(l => JsonElement.Parse(l)).ToList();
        var judged = File.ReadLines(outputs).Select(l => JsonElement.Parse(l)).ToDictionary(r => r.GetProperty("line_number").GetInt32());
        var lines = pairs.Select((pair, i) => new Line(pair.GetProperty("subset").GetString()!, pair.GetProperty("label").GetInt32(), judged.GetValueOrDefault(i))).ToList();
        Console.WriteLine("| subset | pairs | judged | accuracy, both orders | order makes no difference | accuracy where it makes none |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var subset in lines.GroupBy(l => l.Subset).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Row(subset.Key, [.. subset]);
        }

        Row("all", lines);
    }

    private static void Row(string name, List<Line> lines)
    {
        var judged = lines.Where(l => l.Value is not null).ToList();
        var consistent = judged.Where(l => l.Consistent).ToList();

        // A pair judged one way in one order and the other way in the other is half right.
        var accuracy = Proportion.Wilson(judged.Sum(l => l.Right), judged.Count);
        Console.WriteLine($"| {name} | {lines.Count} | {judged.Count} | {Words(accuracy)} | {Words(Proportion.Wilson(consistent.Count, judged.Count))} | {Words(Proportion.Wilson(consistent.Sum(l => l.Right), consistent.Count))} |");
    }

    private static string Words(Interval interval) => FormattableString.Invariant($"{interval.Estimate:0.000} ({interval.Low:0.000} to {interval.High:0.000})");

    private sealed record Line(string Subset, int Label, JsonElement Judged)
    {
        public double? Value => Judged.ValueKind == JsonValueKind.Object && Judged.GetProperty("pairwise").ValueKind == JsonValueKind.Number ? Judged.GetProperty("pairwise").GetDouble() : null;

        public bool Consistent => Judged.GetProperty("pairwise_consistent").GetBoolean();

        // Of what the judge said of the response, which is the first of the two.
        public double Right => Label == 1 ? Value!.Value : 1 - Value!.Value;
    }
}
