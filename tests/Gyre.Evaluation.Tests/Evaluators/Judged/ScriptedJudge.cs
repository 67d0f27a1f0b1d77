using System.Text;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Tests.Evaluators.Judged;

/// <summary>A judge that answers from a script, one answer per call (the last one for ever), and remembers what it was asked.</summary>
internal sealed class ScriptedJudge : IModelProviders, IModelProvider
{
    private readonly Func<JsonObject, int, (int Status, string Body)> script;
    private readonly Lock gate = new();
    private readonly List<JsonObject> requests = [];

    public ScriptedJudge(Func<JsonObject, int, (int Status, string Body)> script) => this.script = script;

    public ScriptedJudge(params string[] answers)
        : this((_, call) => (200, Answer(answers[Math.Min(call, answers.Length - 1)])))
    {
    }

    /// <summary>The bodies, in the order they came.</summary>
    public IReadOnlyList<JsonObject> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public PriceBook? Prices { get; init; }

    /// <summary>What evaluators need, with this as <c>judge/gpt-4o</c>.</summary>
    public EvaluatorServices Services(string? workspace = null, string model = "gpt-4o") =>
        new(new FlowServices { Connections = ConnectionSources.Of([new Connection { Name = "judge", Type = "OpenAIConnection" }]), Models = this }) { Judge = $"judge/{model}", Workspace = workspace };

    /// <summary>An evaluator of the library with this as its judge.</summary>
    public Evaluator Evaluator(string name, string? workspace = null, string model = "gpt-4o", PythonDict? settings = null, double? threshold = null) =>
        EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = settings ?? [], Threshold = threshold }, Services(workspace, model));

    /// <summary>The text of all messages of a request.</summary>
    public string Prompt(int call = 0) => string.Join("\n\n", Requests[call]["messages"]!.AsArray().Select(m => (string?)m!["content"]));

    public static string Answer(string text, string finish = "stop", string model = "gpt-4o-2024-08-06") => new JsonObject
    {
        ["model"] = model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = finish, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 20, ["total_tokens"] = 120 },
    }.ToJsonString();

    public static string Error(string message, string? code = null, string type = "invalid_request_error") =>
        new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = code } }.ToJsonString();

    public IModelProvider For(Connection connection) => this;

    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = JsonNode.Parse(request.Body.ToMemory().Span)!.AsObject();
        int call;
        lock (gate)
        {
            requests.Add(body);
            call = requests.Count - 1;
        }

        var (status, answer) = script(body, call);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["retry-after"] = "0" };
        return Task.FromResult(new ModelResponse(status, headers, new MemoryStream(Encoding.UTF8.GetBytes(answer))));
    }

    public static EvaluatorInputs Inputs(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var dict = new PythonDict();
        foreach (var (name, value) in values)
        {
            dict[name] = value;
        }

        return new EvaluatorInputs(dict);
    }
}
