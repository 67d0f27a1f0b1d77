using Gyre.Models.Prices;

namespace Gyre.Models.Catalog;

/// <summary>What is known of a model at a provider. What the source does not say is null or empty: unknown, not "no".</summary>
public sealed record CatalogModel
{
    /// <summary>In <see cref="Via"/>: what the row says was not looked up; it has no <see cref="AsOf"/>.</summary>
    public const string Unchecked = "unchecked";

    /// <summary>As it is named on the wire.</summary>
    public required string Id { get; init; }

    /// <summary>The catalog's name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>What it makes.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The provider's name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Other names of the same model, dated snapshots included.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Tokens of input and output together; of input alone where it makes no text.</summary>
    public long? Context { get; init; }

    /// <summary>Output tokens at the most.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>Numbers in an embedding, unless fewer are asked for.</summary>
    public int? Dimensions { get; init; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<Modality> Inputs { get; init; } = [];

    /// <summary>What it writes.</summary>
    public IReadOnlyList<Modality> Outputs { get; init; } = [];

    /// <summary>What it can do besides.</summary>
    public IReadOnlyList<ModelCapability> Capabilities { get; init; } = [];

    /// <summary>Where the provider says it is processed.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Licence of the weights, where they are open.</summary>
    public string? Licence { get; init; }

    /// <summary>When it came out.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>When it stops answering, or stopped.</summary>
    public DateOnly? Retires { get; init; }

    /// <summary>The provider's own page.</summary>
    public string? Source { get; init; }

    /// <summary>The day the source was read.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Through what the source was read, where not on the page itself; <see cref="Unchecked"/> where it was not read.</summary>
    public string? Via { get; init; }

    /// <summary>Oldest first; empty where no price is known.</summary>
    public IReadOnlyList<Price> Prices { get; init; } = [];

    /// <summary>The workspace's file that adds or changes the row; null for a built-in one.</summary>
    public string? File { get; init; }

    /// <summary><c>provider/id</c>, unique in a catalog.</summary>
    public string FullName => $"{Provider}/{Id}";

    /// <summary>The price that holds at a moment, or null.</summary>
    public Price? PriceAt(DateTimeOffset moment)
    {
        Price? found = null;
        foreach (var price in Prices)
        {
            found = price.From is null || price.From <= moment ? price : found;
        }

        return found;
    }
}

/// <summary>What a model makes.</summary>
public enum ModelKind
{
    /// <summary>Answers in a conversation.</summary>
    Chat,

    /// <summary>Text that continues a text.</summary>
    Completion,

    /// <summary>Vectors.</summary>
    Embedding,

    /// <summary>An order of documents by relevance.</summary>
    Rerank,

    /// <summary>Images.</summary>
    Image,

    /// <summary>Audio of a text.</summary>
    Speech,

    /// <summary>Text of audio.</summary>
    Transcription,

    /// <summary>Talk in both directions at once.</summary>
    Realtime,

    /// <summary>Verdicts on what must not be said.</summary>
    Moderation,
}

/// <summary>A sort of content.</summary>
public enum Modality
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Still images.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Moving images.</summary>
    Video,

    /// <summary>Documents, as PDF.</summary>
    File,
}

/// <summary>What a model can do besides its kind.</summary>
public enum ModelCapability
{
    /// <summary>Calls tools.</summary>
    Tools,

    /// <summary>Answers by a JSON schema.</summary>
    StructuredOutput,

    /// <summary>Thinks before it answers.</summary>
    Reasoning,

    /// <summary>Its provider keeps prompts in a cache at a price of its own.</summary>
    PromptCache,

    /// <summary>Its provider searches the web for it.</summary>
    WebSearch,

    /// <summary>Works a screen.</summary>
    ComputerUse,

    /// <summary>Its provider tunes it.</summary>
    FineTuning,
}

/// <summary>A provider in the catalog.</summary>
/// <param name="Id">Short name, as in <c>openai/gpt-4.1</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Hosts">Hosts of its API, by which a connection is known to be to it; <c>*.</c> stands for any first part.</param>
public sealed record CatalogProvider(string Id, string Name, IReadOnlyList<string> Hosts);
