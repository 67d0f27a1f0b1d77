using System.Text.Json;

namespace Gyre.Models.Dialects;

/// <summary>
/// A chat request in no vendor's words: what any dialect's request is read into and written from.
/// Null and empty mean "not said", and nothing is written for them unless the dialect demands it.
/// </summary>
public sealed record ChatCall
{
    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, instructions included, in order.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>What the model may call.</summary>
    public IReadOnlyList<ChatTool> Tools { get; init; } = [];

    /// <summary>What the provider may run for it.</summary>
    public IReadOnlyList<HostedTool> HostedTools { get; init; } = [];

    /// <summary>Whether and which tool it must call.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether it may call several at once.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The form the answer must have; null for prose.</summary>
    public AnswerFormat? Format { get; init; }

    /// <summary>How much it shall think.</summary>
    public ReasoningWish? Reasoning { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c>: how long-winded the answer may be.</summary>
    public string? Verbosity { get; init; }

    /// <summary>Most tokens of the answer, thinking included.</summary>
    public long? MaxOutput { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? TopK { get; init; }

    public long? Seed { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    /// <summary>Words that end the answer.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Whether the client wants the answer as it grows.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether an OpenAI client asked for the usage chunk; other dialects always send usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The application's own user, opaque.</summary>
    public string? EndUser { get; init; }

    /// <summary>The provider's speed class, in OpenAI's words: <c>auto</c>, <c>default</c>, <c>flex</c>, <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Keeps requests with the same beginning together in the provider's cache.</summary>
    public string? PromptCacheKey { get; init; }
}

/// <summary>A tool the model may call.</summary>
/// <param name="Name">Name of the function.</param>
public sealed record ChatTool(string Name)
{
    /// <summary>What it does, for the model.</summary>
    public string? Description { get; init; }

    /// <summary>JSON Schema of the arguments; undefined where there are none, or where <see cref="Custom"/>.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Whether arguments must follow the schema exactly.</summary>
    public bool? Strict { get; init; }

    /// <summary>The provider shall cache the prompt up to here.</summary>
    public CacheMark? Cache { get; init; }

    /// <summary>A free-text tool of OpenAI's. Other dialects give it as a function with one text, <c>input</c>.</summary>
    public bool Custom { get; init; }

    /// <summary>The grammar of a free-text tool, as written; undefined where there is none.</summary>
    public JsonElement Grammar { get; init; }
}

/// <summary>How free the model is to call tools.</summary>
public enum ToolChoiceKind
{
    /// <summary>As it sees fit.</summary>
    Auto,

    /// <summary>None.</summary>
    None,

    /// <summary>At least one.</summary>
    Required,

    /// <summary>The one that is named.</summary>
    Named,
}

/// <summary>Whether and which tool the model must call.</summary>
/// <param name="Kind">How free it is.</param>
/// <param name="Name">The tool, where <see cref="ToolChoiceKind.Named"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null);

/// <summary>A machine's form for the answer: JSON, with a schema or without.</summary>
public sealed record AnswerFormat
{
    /// <summary>JSON Schema of the answer; undefined for "any JSON object".</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Name of the schema, which OpenAI demands.</summary>
    public string? Name { get; init; }

    /// <summary>What the answer is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the answer must follow the schema exactly.</summary>
    public bool? Strict { get; init; }

    /// <summary>Whether there is a schema.</summary>
    public bool HasSchema => Schema.ValueKind == JsonValueKind.Object;
}

/// <summary>How much the model shall think before it answers. Dialects say it in words or in tokens; each writer turns one into the other.</summary>
public sealed record ReasoningWish
{
    /// <summary><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c>.</summary>
    public string? Effort { get; init; }

    /// <summary>Most tokens for thinking; 0 for none, -1 for as many as the model likes.</summary>
    public long? Budget { get; init; }

    /// <summary>Whether the client wants to see the thinking: <c>auto</c>, <c>concise</c>, <c>detailed</c>, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether thinking was switched off in so many words.</summary>
    public bool Off => Effort == "none" || Budget == 0;
}
