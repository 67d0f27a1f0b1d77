using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Models.Prices;

namespace Gyre.Models.Catalog;

/// <summary>A model as JSON, with the keys of a model file, the same from the API and the command line.</summary>
public sealed record ModelView
{
    /// <summary>As it is named on the wire.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Whose it is, by the name that prices and ledger have.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>The provider's name for people.</summary>
    [JsonPropertyName("name")]
    public required string? Name { get; init; }

    /// <summary>What it makes: chat, completion, embedding, rerank, image, speech, transcription, realtime, moderation.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Other names that it is asked by.</summary>
    [JsonPropertyName("aliases")]
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Tokens of input and output together.</summary>
    [JsonPropertyName("context")]
    public required long? Context { get; init; }

    /// <summary>Output tokens at the most.</summary>
    [JsonPropertyName("max_output")]
    public required long? MaxOutput { get; init; }

    /// <summary>Numbers in an embedding.</summary>
    [JsonPropertyName("dimensions")]
    public required int? Dimensions { get; init; }

    /// <summary>What it reads: text, image, audio, video, file.</summary>
    [JsonPropertyName("input")]
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>What it writes.</summary>
    [JsonPropertyName("output")]
    public required IReadOnlyList<string> Output { get; init; }

    /// <summary>tools, structured_output, reasoning, prompt_cache, web_search, computer_use, fine_tuning.</summary>
    [JsonPropertyName("can")]
    public required IReadOnlyList<string> Can { get; init; }

    /// <summary>Where the provider says it is processed.</summary>
    [JsonPropertyName("regions")]
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Of the weights, where they are open.</summary>
    [JsonPropertyName("licence")]
    public required string? Licence { get; init; }

    /// <summary>When it came out; null where it is not known.</summary>
    [JsonPropertyName("released")]
    public required DateOnly? Released { get; init; }

    /// <summary>When it stops answering, or stopped.</summary>
    [JsonPropertyName("retires")]
    public required DateOnly? Retires { get; init; }

    /// <summary>The provider's own page.</summary>
    [JsonPropertyName("source")]
    public required string? Source { get; init; }

    /// <summary>The day the source was read.</summary>
    [JsonPropertyName("as_of")]
    public required DateOnly? AsOf { get; init; }

    /// <summary>Through what the source was read, where not on the page itself; <c>unchecked</c> where it was not read.</summary>
    [JsonPropertyName("via")]
    public required string? Via { get; init; }

    /// <summary>The workspace's file that adds or changes the row.</summary>
    [JsonPropertyName("file")]
    public required string? File { get; init; }

    /// <summary>
    /// Oldest first: version and from (a moment, or null), then the keys of a model file: dollars by bucket (unknown where a price is charged and not known),
    /// above, images, tiers, windows, regions.
    /// </summary>
    [JsonPropertyName("prices")]
    public required IReadOnlyList<JsonObject> Prices { get; init; }

    /// <summary>Of a model.</summary>
    /// <param name="model">Which.</param>
    /// <param name="at">Only the price that holds then; null for all.</param>
    public static ModelView Of(CatalogModel model, DateTimeOffset? at = null) => new()
    {
        Id = model.Id,
        Provider = model.Provider,
        Name = model.Name,
        Kind = YamlWords.Of(model.Kind),
        Aliases = model.Aliases,
        Context = model.Context,
        MaxOutput = model.MaxOutput,
        Dimensions = model.Dimensions,
        Input = [.. model.Inputs.Select(YamlWords.Of)],
        Output = [.. model.Outputs.Select(YamlWords.Of)],
        Can = [.. model.Capabilities.Select(YamlWords.Of)],
        Regions = model.Regions,
        Licence = model.Licence,
        Released = model.Released,
        Retires = model.Retires,
        Source = model.Source,
        AsOf = model.AsOf,
        Via = model.Via,
        File = model.File is { } file ? $"{CatalogFiles.FolderName}/{Path.GetFileName(file)}" : null,
        Prices = [.. model.Prices.Where(p => at is not { } moment || p == model.PriceAt(moment)).Select(Price)],
    };

    private static JsonObject Price(Price price)
    {
        var json = new JsonObject { ["version"] = price.Version, ["from"] = price.From?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        Card(json, price.Card);
        json["images"] = Map(price.Images);
        json["tiers"] = new JsonObject(price.Tiers.Select(t => KeyValuePair.Create(t.Key, t.Value.Factor is { } factor ? JsonValue.Create(factor) : (JsonNode?)Card([], t.Value.Card!))));
        json["windows"] = new JsonArray([.. price.Windows.Select(Window)]);
        json["regions"] = Map(price.Regions);
        return json;
    }

    private static JsonObject Card(JsonObject json, RateCard card)
    {
        Rates(json, card.Rates);
        if (card.Steps.Count > 0)
        {
            json["above"] = new JsonObject(card.Steps.Select(s => KeyValuePair.Create(s.Above.ToString(CultureInfo.InvariantCulture), (JsonNode?)Rates([], s.Rates))));
        }

        return json;
    }

    private static JsonObject Rates(JsonObject json, Rates rates)
    {
        foreach (var (bucket, dollars) in rates.Stated)
        {
            json[PriceUnit.Of(bucket).Key] = dollars is { } known ? JsonValue.Create(known) : JsonValue.Create("unknown");
        }

        return json;
    }

    private static JsonNode Window(PriceWindow window) => new JsonObject
    {
        ["utc"] = new JsonArray([.. window.Hours.Select(h => JsonValue.Create($"{h.From:HH\\:mm}-{h.To:HH\\:mm}"))]),
        ["days"] = new JsonArray([.. window.Days.Select(d => JsonValue.Create(d.ToString()[..3].ToLowerInvariant()))]),
        ["factor"] = window.Factor,
    };

    private static JsonObject Map(IReadOnlyDictionary<string, decimal> numbers) => new(numbers.Select(n => KeyValuePair.Create(n.Key, (JsonNode?)JsonValue.Create(n.Value))));
}
