using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>A file of <c>models/</c>.</summary>
internal sealed record ModelFileShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("model.")]
    [AllowedValues("model")]
    public required string Kind { get; init; }

    [Description("The catalog's name of the provider, or a connection's name for a server of your own.")]
    public required string Provider { get; init; }

    [Description("The provider's name for people.")]
    public string? Name { get; init; }

    [Description("Hosts of its API, by which a connection is known to be to it; *. stands for any first part.")]
    public IReadOnlyList<string>? Hosts { get; init; }

    [Description("Where the rows are from, unless a row says.")]
    public string? Source { get; init; }

    [Description("The day the source was read, unless a row says.")]
    public string? AsOf { get; init; }

    [Description("Through what it was read; unchecked where it was not.")]
    public string? Via { get; init; }

    [Description("By the model's name on the wire. A row of a known model changes what it says and keeps the rest.")]
    public required IReadOnlyDictionary<string, ModelShape?> Models { get; init; }
}

/// <summary>One model.</summary>
internal sealed record ModelShape
{
    [Description("Name for people.")]
    public string? Name { get; init; }

    [Description("What it makes; needed for a new model.")]
    [AllowedValues("chat", "completion", "embedding", "rerank", "image", "speech", "transcription", "realtime", "moderation")]
    public string? Kind { get; init; }

    [Description("provider/model that it is like but for what this row says.")]
    public string? SameAs { get; init; }

    [Description("Other names of it; dated snapshots are known without.")]
    public IReadOnlyList<string>? Aliases { get; init; }

    [Description("Tokens of input and output together.")]
    public long? Context { get; init; }

    [Description("Output tokens at the most.")]
    public long? MaxOutput { get; init; }

    [Description("Numbers in an embedding.")]
    public int? Dimensions { get; init; }

    [Description("text, image, audio, video, file.")]
    public IReadOnlyList<string>? Input { get; init; }

    [Description("text, image, audio, video, file.")]
    public IReadOnlyList<string>? Output { get; init; }

    [Description("tools, structured_output, reasoning, prompt_cache, web_search, computer_use, fine_tuning.")]
    public IReadOnlyList<string>? Can { get; init; }

    [Description("Where it is processed.")]
    public IReadOnlyList<string>? Regions { get; init; }

    [Description("Of the weights, where they are open.")]
    public string? Licence { get; init; }

    [Description("Date it came out.")]
    public string? Released { get; init; }

    [Description("Date it stops answering.")]
    public string? Retires { get; init; }

    [Description("Where the row is from.")]
    public string? Source { get; init; }

    [Description("The day the source was read.")]
    public string? AsOf { get; init; }

    [Description("Through what it was read.")]
    public string? Via { get; init; }

    [Description("Oldest first; each holds from its 'from' on.")]
    public IReadOnlyList<PriceShape>? Prices { get; init; }
}

/// <summary>US dollars for 1M tokens, unless said; a price that is not written is unknown, never 0.</summary>
internal sealed record PriceShape
{
    [Description("The first date or moment it holds; from the beginning where absent.")]
    public string? From { get; init; }

    [Description("Input tokens.")]
    public JsonElement? Input { get; init; }

    [Description("Input tokens from the provider's cache.")]
    public JsonElement? CacheRead { get; init; }

    [Description("Input tokens into the provider's cache.")]
    public JsonElement? CacheWrite { get; init; }

    [Description("Input tokens into the provider's cache for an hour.")]
    [JsonPropertyName("cache_write_1h")]
    public JsonElement? CacheWrite1h { get; init; }

    [Description("Audio input tokens.")]
    public JsonElement? AudioInput { get; init; }

    [Description("Image input tokens; a chat model's are input where absent.")]
    public JsonElement? ImageInput { get; init; }

    [Description("Output tokens.")]
    public JsonElement? Output { get; init; }

    [Description("Thinking tokens; output where absent.")]
    public JsonElement? Reasoning { get; init; }

    [Description("Audio output tokens.")]
    public JsonElement? AudioOutput { get; init; }

    [Description("Image output tokens.")]
    public JsonElement? ImageOutput { get; init; }

    [Description("1,000 searches, or units of a reranker.")]
    public JsonElement? Search { get; init; }

    [Description("1,000 requests; 'unknown' where it depends on what an answer does not say.")]
    public JsonElement? Request { get; init; }

    [Description("One image.")]
    public JsonElement? Image { get; init; }

    [Description("A minute of audio.")]
    public JsonElement? AudioMinute { get; init; }

    [Description("1M characters.")]
    public JsonElement? Characters { get; init; }

    [Description("By input tokens that a request must exceed: prices of all its tokens.")]
    public IReadOnlyDictionary<string, JsonElement>? Above { get; init; }

    [Description("By service tier (batch, flex, priority): a factor, or prices.")]
    public IReadOnlyDictionary<string, JsonElement>? Tiers { get; init; }

    [Description("Hours with other prices.")]
    public IReadOnlyList<PriceWindowShape>? Windows { get; init; }

    [Description("Dollars for an image of a quality (hd), a size (1024x1792) or both (hd/1024x1792), where that is not the plain price.")]
    public IReadOnlyDictionary<string, double>? Images { get; init; }

    [Description("By region: a factor.")]
    public IReadOnlyDictionary<string, double>? Regions { get; init; }
}

/// <summary>Hours with other prices.</summary>
internal sealed record PriceWindowShape
{
    [Description("Spans such as 01:00-04:00, in UTC.")]
    public required IReadOnlyList<string> Utc { get; init; }

    [Description("mon, tue, wed, thu, fri, sat, sun; every day where absent.")]
    public IReadOnlyList<string>? Days { get; init; }

    [Description("On the prices of tokens.")]
    public required double Factor { get; init; }
}
