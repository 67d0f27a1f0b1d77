using System.Diagnostics;
using System.Globalization;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd.Evaluations;

/// <summary>A folder with an evaluation <c>e</c>: a prompt answers each line, a computed evaluator scores it, and a flow of two judges in a row judges it.</summary>
internal sealed class JudgedBench : IDisposable
{
    /// <summary>How many lines run at once.</summary>
    public const int AtOnce = 4;

    private readonly CountingServer server;

    private JudgedBench(CountingServer server, int lines) => (this.server, Lines) = (server, lines);

    public TemporaryFolder Folder { get; } = new();

    public int Lines { get; }

    /// <summary>Model calls that an undisturbed evaluation makes.</summary>
    public int Calls => 3 * Lines;

    public static async Task<JudgedBench> OpenAsync(CountingServer server, int lines)
    {
        var bench = new JudgedBench(server, lines);
        bench.Write();
        var made = await bench.RunAsync("connection", "create", "--file", "hub.yaml");
        Assert.True(made.ExitCode == 0, made.Error);
        return bench;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<GyreResult> RunAsync(params string[] arguments) => GyreProcess.RunAsync(Folder.Path, arguments);

    /// <summary>Starts the evaluation, or goes on with it.</summary>
    public Process Start(params string[] arguments) => Process.Start(GyreProcess.Start(Folder.Path, arguments))!;

    /// <summary>What the runs found, line by line.</summary>
    public string Results() => string.Join('\n', new[] { "e.1", "e.1.scores", "e.1.judges" }.Select(run => File.ReadAllText(Folder.At("home", "runs", run, "flow_outputs", "output.jsonl"))));

    /// <summary>What they must be.</summary>
    public string Expected() => string.Join('\n',
        string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"line_number":{{i}},"output":"{{Answer(i)}}"}""" + "\n")),
        string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"line_number":{{i}},"exact_match":{{(i % 2 == 0 ? "true" : "false")}},"exact_match_result":"{{(i % 2 == 0 ? "pass" : "fail")}}","exact_match_threshold":1.0}""" + "\n")),
        string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"line_number":{{i}},"verdict":"<second <first {{Answer(i)}}>>"}""" + "\n")));

    /// <summary>How the evaluation stands.</summary>
    public async Task<string> StateAsync() => (string)((PythonDict)PythonJson.Parse((await RunAsync("eval", "show", "e", "--output", "json")).Output)!)["state"]!;

    public void Dispose() => Folder.Dispose();

    private static string Answer(int line) => string.Create(CultureInfo.InvariantCulture, $"<question {line}>");

    private void Write()
    {
        Folder.Write("hub.yaml", $"name: hub\ntype: open_ai_compatible\nprovider: openai\napi_key: none\nbase_url: {server.Address}/v1\n");
        Folder.Write("data.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"question": "question {{i}}", "ground_truth": "{{(i % 2 == 0 ? Answer(i) : "something else")}}"}""" + "\n")));
        Folder.Write("judges/flow.dag.yaml", """
            inputs: {response: {type: string}}
            outputs: {verdict: {type: string, reference: "${second.output}"}}
            nodes:
            - {name: first, type: llm, source: {type: code, path: first.jinja2}, connection: hub, api: chat, inputs: {model: gpt-4o-mini, text: "${inputs.response}"}}
            - {name: second, type: llm, source: {type: code, path: second.jinja2}, connection: hub, api: chat, inputs: {model: gpt-4o-mini, text: "${first.output}"}}
            """);
        Folder.Write("judges/first.jinja2", "user:\nfirst {{text}}\n");
        Folder.Write("judges/second.jinja2", "user:\nsecond {{text}}\n");
        Folder.Write("e.yaml", $$$"""
            name: e
            data: data.jsonl
            concurrency: {{{AtOnce}}}
            targets:
            - {prompt: "{{question}}", models: [hub/gpt-4o-mini]}
            evaluators:
            - exact_match
            - {path: judges, column_mapping: {response: "${run.outputs.output}"}}
            """);
    }
}
