using Gyre.Flows.Values;
using Gyre.Models.Prices;

namespace Gyre.Flows.Execution.Records;

/// <summary>The original's statuses.</summary>
public enum RunStatus
{
    NotStarted,
    Preparing,
    Running,
    Completed,
    Bypassed,
    Failed,
    Canceled,
    CancelRequested,
}

/// <summary>A line of a run (the original's <c>run_info</c> of a flow).</summary>
public sealed class LineRecord
{
    /// <summary><c>&lt;run&gt;_&lt;line&gt;</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's name.</summary>
    public required string RootRunId { get; init; }

    /// <summary>Name of the flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>0-based; null for a single test.</summary>
    public int? Index { get; init; }

    public RunStatus Status { get; set; }

    public FlowError? Error { get; set; }

    /// <summary>The typed inputs.</summary>
    public PythonDict Inputs { get; set; } = [];

    /// <summary>By output name; null unless completed.</summary>
    public PythonDict? Output { get; set; }

    /// <summary>Metrics of a single test's aggregation; null otherwise.</summary>
    public PythonDict? Metrics { get; set; }

    public DateTimeOffset StartTime { get; init; }

    public DateTimeOffset EndTime { get; set; }

    public Usage Usage { get; set; }

    /// <summary>Whether any of its calls was answered from what an earlier go had paid for, so that its times say nothing.</summary>
    public bool Replayed { get; set; }

    /// <summary>What a flow without nodes printed; that of nodes is in their records.</summary>
    public string StandardOutput { get; set; } = "";

    /// <summary>What a flow without nodes wrote to stderr.</summary>
    public string StandardError { get; set; } = "";

    /// <summary>The call tree of the whole line.</summary>
    public IReadOnlyList<PythonDict> ApiCalls { get; set; } = [];

    /// <summary><c>basic</c> or <c>openai-vision</c>.</summary>
    public string MessageFormat { get; init; } = "basic";
}

/// <summary>A node of a line (the original's <c>run_info</c> of a node).</summary>
public sealed class NodeRecord
{
    public required string Node { get; init; }

    /// <summary>The run's name.</summary>
    public required string FlowRunId { get; init; }

    /// <summary><c>&lt;run&gt;_&lt;node&gt;_&lt;line&gt;</c>, or <c>…_reduce</c> for aggregation.</summary>
    public required string RunId { get; init; }

    /// <summary>The line's id.</summary>
    public required string ParentRunId { get; init; }

    /// <summary>0-based; null for a single test and for aggregation.</summary>
    public int? Index { get; init; }

    public RunStatus Status { get; set; }

    public PythonDict? Inputs { get; set; }

    public object? Output { get; set; }

    public FlowError? Error { get; set; }

    public DateTimeOffset StartTime { get; set; }

    public DateTimeOffset EndTime { get; set; }

    public IReadOnlyList<PythonDict> ApiCalls { get; set; } = [];

    public string StandardOutput { get; set; } = "";

    public string StandardError { get; set; } = "";

    public Usage Usage { get; set; }

    /// <summary>Whether the result came from the node cache.</summary>
    public bool Cached { get; set; }

    /// <summary>Whether the node was not called: its output was taken from an earlier go of the line.</summary>
    public bool Replayed { get; init; }

    /// <summary>What <see cref="Output"/> is of what the tool gave.</summary>
    internal OutputForm Form { get; set; }

    /// <summary><c>basic</c> or <c>openai-vision</c>.</summary>
    public string MessageFormat { get; init; } = "basic";
}

/// <summary>What a node record keeps of a tool's result.</summary>
internal enum OutputForm
{
    /// <summary>The result itself.</summary>
    Value,

    /// <summary>The pieces of a stream of text, in order.</summary>
    Pieces,

    /// <summary>How Python would print it: the object itself ended with its line.</summary>
    Printed,
}

/// <summary>Tokens of model calls; null where no call reported any (absent is not zero).</summary>
public readonly record struct Usage(long? PromptTokens, long? CompletionTokens, long? TotalTokens)
{
    /// <summary>What the calls cost.</summary>
    public CallCosts Costs { get; init; }

    /// <summary>The sum, null only where both are.</summary>
    public static Usage operator +(Usage a, Usage b) =>
        new(Add(a.PromptTokens, b.PromptTokens), Add(a.CompletionTokens, b.CompletionTokens), Add(a.TotalTokens, b.TotalTokens)) { Costs = a.Costs + b.Costs };

    private static long? Add(long? a, long? b) => a is null ? b : b is null ? a : a + b;
}

/// <summary>An error as records hold it; <see cref="RunRecordJson"/> writes the original's nested shape.</summary>
public sealed record FlowError(string Code, string? Inner, string Message, ErrorKind Kind)
{
    /// <summary>The class inside <see cref="Code"/>; null where there is none of another name.</summary>
    public string? Inner { get; init; } = Inner == Code ? null : Inner;

    public string? Node { get; init; }

    public string? File { get; init; }

    public int? Line { get; init; }

    /// <summary>{type, message, traceback, filename, lineno, name} of what a tool raised.</summary>
    public PythonDict? ToolDetails { get; init; }

    /// <summary>Turns any exception into what is recorded; unknown ones are SystemError with their type name, without a stack trace.</summary>
    public static FlowError Of(Exception exception)
    {
        var failure = FlowException.Of(exception);
        return new FlowError(failure.ErrorClass, failure.InnerClass, failure.Message, failure.Kind)
        {
            Node = failure.Node,
            File = failure.File,
            Line = failure.Line,
            ToolDetails = failure.ToolDetails,
        };
    }
}
