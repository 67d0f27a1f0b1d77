using System.Text.Json;
using Gyre.Cli.Output;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Cli.Flows;

/// <summary>What <c>gyre flow test --output json</c> prints; the shape is a contract and only ever grows.</summary>
internal sealed record FlowTestReport
{
    public required RunStatus Status { get; init; }

    /// <summary>By output name; empty unless completed.</summary>
    public PythonDict Outputs { get; init; } = [];

    /// <summary>What aggregation nodes logged.</summary>
    public PythonDict Metrics { get; init; } = [];

    /// <summary>Status by node, in the order the nodes ended.</summary>
    public IReadOnlyList<(string Name, RunStatus Status)> Nodes { get; init; } = [];

    /// <summary>Null unless failed.</summary>
    public FlowError? Error { get; init; }

    /// <summary>Tokens of all model calls.</summary>
    public Gyre.Flows.Execution.Records.Usage Usage { get; init; }

    /// <summary>The report of a flow that never ran.</summary>
    public static FlowTestReport Of(FlowError error) => new() { Status = RunStatus.Failed, Error = error };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status", Status.ToString());
        json.WriteValue("outputs", Outputs);
        json.WriteValue("metrics", Metrics);
        json.WriteStartObject("nodes");
        foreach (var (name, status) in Nodes)
        {
            json.WriteString(name, status.ToString());
        }

        json.WriteEndObject();
        WriteError(json);
        json.WriteStartObject("usage");
        json.WriteNumberOrNull("prompt_tokens", Usage.PromptTokens);
        json.WriteNumberOrNull("completion_tokens", Usage.CompletionTokens);
        json.WriteNumberOrNull("total_tokens", Usage.TotalTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteError(Utf8JsonWriter json)
    {
        if (Error is not { } error)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("inner", error.Inner);
        json.WriteString("message", error.Message);
        json.WriteString("node", error.Node);
        json.WriteNumberOrNull("line", error.Line);
        json.WriteEndObject();
    }
}
