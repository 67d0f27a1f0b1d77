using System.Text.Json;
using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluators.Grounding;

public sealed class HumanAgreementTests
{
    // 0.99 when this was written. The table with intervals and what it is compared with is in docs/benchmarks.md.
    private const double Least = 0.95;

    [Fact]
    public void Answers_that_people_find_faithful_score_above_those_they_do_not()
    {
        var folder = RepositoryFiles.SharedData("mtrag-human-eval");
        Assert.SkipUnless(folder is not null, "The answers that people judged are not here.");
        var passages = Lines(folder, "passages.jsonl").ToDictionary(p => Text(p, "_id"), p => new Passage("context", Text(p, "title"), Text(p, "text")));
        var contexts = Lines(folder, "tasks.jsonl").ToDictionary(t => Text(t, "task_id"), t => t.GetProperty("context_ids").EnumerateArray().Select(id => passages[id.GetString()!]).ToList());
        var answers = Lines(folder, "evaluations.jsonl").Select(e => (
            Human: e.GetProperty("human").GetProperty("faithfulness").EnumerateObject().Average(r => r.Value.GetDouble()),
            Score: Groundedness.Of(Text(e, "response"), contexts[Text(e, "task_id")], "").Score!.Value)).ToList();

        double[] faithful = [.. answers.Where(a => a.Human == 4).Select(a => a.Score)], not = [.. answers.Where(a => a.Human < 2.5).Select(a => a.Score)];
        Assert.InRange(faithful.Average(f => not.Average(n => f > n ? 1 : f == n ? 0.5 : 0)), Least, 1);
    }

    private static IEnumerable<JsonElement> Lines(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Select(l => JsonDocument.Parse(l).RootElement);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
