using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd.Evaluations;

/// <summary><c>gyre eval run</c> of everything that can be a target besides a flow, and of command lines that are wrong.</summary>
public sealed class TargetTests
{
    [Fact]
    public async Task A_run_there_is_already_is_scored_and_not_asked_again()
    {
        using var server = new CountingServer();
        using var folder = await OpenAsync(server);
        folder.Write("ask.prompty", "---\nmodel:\n  api: chat\n  configuration:\n    connection: hub\n    model: gpt-4o-mini\ninputs:\n  question:\n    type: string\n---\nuser:\n{{question}}\n");
        await DoneAsync(folder, "run", "create", "--flow", "ask.prompty", "--data", "data.jsonl", "--column-mapping", "question=${data.question}", "--name", "first");
        Assert.Equal(3, server.Total);

        var shown = await DoneAsync(folder, "eval", "run", "--run", "first", "--data", "data.jsonl", "--evaluators", "exact_match", "--name", "e", "--output", "json");

        Assert.Equal(3, server.Total);
        Assert.Equal(["first", "e.1.scores"], Runs(shown, 0));
        Assert.Equal([true, false, true], Column(folder, "e.1.scores", "exact_match"));
        await DoneAsync(folder, "eval", "delete", "e", "--yes");
        await DoneAsync(folder, "run", "show", "--name", "first");
    }

    [Fact]
    public async Task Answers_in_a_file_are_scored_without_a_model()
    {
        using var server = new CountingServer();
        using var folder = await OpenAsync(server);
        folder.Write("answers.jsonl", "{\"response\": \"yes\", \"ground_truth\": \"yes\"}\n{\"response\": \"no\", \"ground_truth\": \"yes\"}\n");

        var shown = await DoneAsync(folder, "eval", "run", "--answers", "answers.jsonl", "--evaluators", "exact_match", "contains", "--name", "e", "--output", "json");

        Assert.Equal(0, server.Total);
        Assert.Equal(["e.1.scores"], Runs(shown, 0));
        Assert.Equal([true, false], Column(folder, "e.1.scores", "exact_match"));
        Assert.Equal([true, false], Column(folder, "e.1.scores", "contains"));
    }

    [Fact]
    public async Task An_inline_prompt_is_asked_of_each_model_with_each_set_of_parameters()
    {
        using var server = new CountingServer
        {
            Says = request => Task.FromResult($"{request.GetProperty("model").GetString()} at {request.GetProperty("temperature").GetRawText()}: {request.GetProperty("messages")[0].GetProperty("content").GetString()!.Trim()}"),
        };
        using var folder = await OpenAsync(server);
        folder.Write("e.yaml", """
            name: e
            data: data.jsonl
            targets:
            - prompt: "Say it: {{question}}"
              models: [hub/gpt-4o-mini, hub/gpt-4o]
              parameters: [{temperature: 0}, {temperature: 0.5}]
            evaluators: [exact_match]
            """);

        var shown = await DoneAsync(folder, "eval", "run", "--file", "e.yaml", "--output", "json");

        Assert.Equal(
            ["hub/gpt-4o-mini, temperature=0", "hub/gpt-4o-mini, temperature=0.5", "hub/gpt-4o, temperature=0", "hub/gpt-4o, temperature=0.5"],
            Results(shown).Select(r => (string)r["target"]!));
        string[] asked = ["gpt-4o-mini at 0", "gpt-4o-mini at 0.5", "gpt-4o at 0", "gpt-4o at 0.5"];
        Assert.All(asked.Index(), of => Assert.Equal(
            Enumerable.Range(0, 3).Select(i => $"{of.Item}: Say it: question {i}"),
            Column(folder, $"e.{of.Index + 1}", "output")));
        Assert.All(server.Answered, question => Assert.Equal(4, question.Value));
    }

    [Theory]
    [InlineData("There is nothing to evaluate", "--evaluators", "exact_match", "--data", "data.jsonl")]
    [InlineData("There is nothing to score with", "--prompt", "{{question}}", "--models", "hub/gpt-4o-mini", "--data", "data.jsonl")]
    [InlineData("Did you mean 'exact_match'?", "--prompt", "{{question}}", "--models", "hub/gpt-4o-mini", "--data", "data.jsonl", "--evaluators", "exact_mach")]
    [InlineData("must be a connection and a model", "--prompt", "{{question}}", "--models", "gpt-4o-mini", "--data", "data.jsonl", "--evaluators", "exact_match")]
    [InlineData("has to answer something", "--prompt", "{{question}}", "--models", "hub/gpt-4o-mini", "--evaluators", "exact_match")]
    [InlineData("There is no data at", "--prompt", "{{question}}", "--models", "hub/gpt-4o-mini", "--data", "other.jsonl", "--evaluators", "exact_match")]
    [InlineData("e.yaml:4", "--file", "e.yaml")]
    [InlineData("--repeat", "--repeat", "2")]
    public async Task Wrong_usage_ends_with_2_and_asks_and_makes_nothing(string says, params string[] words)
    {
        using var server = new CountingServer();
        using var folder = await OpenAsync(server);
        folder.Write("e.yaml", "name: e\nevaluators: [exact_match]\ntargets: [{answers: answers.jsonl}]\nrepets: 2\n");

        var printed = await GyreProcess.RunAsync(folder.Path, ["eval", "run", .. words]);

        Assert.True(printed.ExitCode == 2, $"{printed.ExitCode}: {printed.Error}");
        Assert.Contains(says, printed.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Asked);
        Assert.Empty((List<object?>)PythonJson.Parse((await DoneAsync(folder, "eval", "list", "--output", "json")).Output)!);
    }

    private static async Task<TemporaryFolder> OpenAsync(CountingServer server)
    {
        var folder = new TemporaryFolder();
        folder.Write("hub.yaml", $"name: hub\ntype: open_ai_compatible\nprovider: openai\napi_key: none\nbase_url: {server.Address}/v1\n");
        folder.Write("data.jsonl", string.Concat(Enumerable.Range(0, 3).Select(i => $$"""{"question": "question {{i}}", "ground_truth": "{{(i == 1 ? "something else" : $"<question {i}>")}}"}""" + "\n")));
        await DoneAsync(folder, "connection", "create", "--file", "hub.yaml");
        return folder;
    }

    private static async Task<GyreResult> DoneAsync(TemporaryFolder folder, params string[] arguments)
    {
        var done = await GyreProcess.RunAsync(folder.Path, arguments);
        Assert.True(done.ExitCode == 0, done.Error);
        return done;
    }

    private static IEnumerable<PythonDict> Results(GyreResult shown) => ((List<object?>)((PythonDict)PythonJson.Parse(shown.Output)!)["results"]!).Cast<PythonDict>();

    private static IEnumerable<object?> Runs(GyreResult shown, int target) => (List<object?>)Results(shown).ElementAt(target)["runs"]!;

    private static IEnumerable<object?> Column(TemporaryFolder folder, string run, string column) =>
        File.ReadLines(folder.At("home", "runs", run, "flow_outputs", "output.jsonl")).Select(line => ((PythonDict)PythonJson.Parse(line)!)[column]);
}
