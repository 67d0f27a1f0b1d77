using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Evaluations;

public sealed class EvalJudgeTests
{
    [Fact]
    public async Task Answers_in_a_file_are_judged_by_a_model_that_is_named()
    {
        using var server = new JudgeServer();
        using var gyre = WithAnswers(server);

        var printed = await gyre.RunAsync("eval", "run", "--answers", "answers.jsonl", "--evaluators", "relevance", "--judge", "local/judge-1", "--name", "cities", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Equal(2, server.Asked);
        var details = await gyre.RunAsync("run", "show-details", "--name", "cities.1.scores", "--output", "json");
        Assert.Contains("It is another city.", details.Output, StringComparison.Ordinal);
        var result = (PythonDict)((List<object?>)((PythonDict)PythonJson.Parse(printed.Output)!)["results"]!)[0]!;
        var metric = (PythonDict)((List<object?>)result["metrics"]!)[0]!;
        Assert.Equal(("relevance", 2L, 2L, 3.5, 1L), (metric["metric"], metric["lines"], metric["scored"], metric["mean"], metric["passed"]));
    }

    [Fact]
    public async Task Without_a_judge_or_with_the_stand_in_nothing_begins()
    {
        using var server = new JudgeServer();
        using var gyre = WithAnswers(server);

        var none = await gyre.RunAsync("eval", "run", "--answers", "answers.jsonl", "--evaluators", "relevance");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("--judge connection/model", none.Error, StringComparison.Ordinal);

        var standIn = await gyre.RunAsync("eval", "run", "--answers", "answers.jsonl", "--evaluators", "relevance", "--judge", "standin/quote");
        Assert.Equal(1, standIn.ExitCode);
        Assert.Contains("is the offline stand-in", standIn.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Asked);
    }

    [Fact]
    public async Task A_prompt_is_written_out_edited_and_used()
    {
        using var server = new JudgeServer();
        using var gyre = WithAnswers(server);

        var written = await gyre.RunAsync("eval", "evaluators", "faithfulness", "--export", "evaluators");
        Assert.Equal([gyre.At("evaluators", "statements.prompty"), gyre.At("evaluators", "faithfulness.prompty")], written.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(0, written.ExitCode);

        var again = await gyre.RunAsync("eval", "evaluators", "faithfulness", "--export", "evaluators");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("statements.prompty: This prompt is there already", again.Error, StringComparison.Ordinal);

        var shown = await gyre.RunAsync("eval", "evaluators", "--output", "json");
        var cards = ((List<object?>)PythonJson.Parse(shown.Output)!).Cast<PythonDict>().ToDictionary(c => (string)c["name"]!);
        Assert.StartsWith("own-", (string)cards["faithfulness"]["version"]!, StringComparison.Ordinal);
        Assert.Equal((true, false), (cards["relevance"]["judged"], cards["f1_score"]["judged"]));
        Assert.Equal(["statements", "context_recall"], (List<object?>)cards["context_recall"]["prompts"]!);

        Assert.Contains("'f1_score' is computed", (await gyre.RunAsync("eval", "evaluators", "f1_score", "--export", "evaluators")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await gyre.RunAsync("eval", "evaluators", "--export", "evaluators")).ExitCode);
    }

    private static Gyre WithAnswers(JudgeServer server)
    {
        var gyre = new Gyre();
        gyre.Write("gyre.yaml", $"connections:\n  local:\n    type: open_ai_compatible\n    base_url: {server.Address}\n  standin:\n    type: offline\n");
        gyre.Write("answers.jsonl", """
            {"query": "What is the capital of France?", "response": "Paris."}
            {"query": "What is the capital of France?", "response": "Lyon."}
            """);
        return gyre;
    }
}
