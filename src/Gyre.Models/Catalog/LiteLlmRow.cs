using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Models.Prices;

namespace Gyre.Models.Catalog;

/// <summary>One entry of LiteLLM's price map; its prices are dollars for one token.</summary>
internal sealed partial class LiteLlmRow(string name, JsonElement entry)
{
    private static readonly Dictionary<string, string> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bedrock_converse"] = "bedrock",
        ["cohere_chat"] = "cohere",
        ["together_ai"] = "together",
        ["fireworks_ai"] = "fireworks",
        ["fireworks_ai-embedding-models"] = "fireworks",
        ["jina_ai"] = "jina",
        ["dashscope"] = "qwen",
        ["text-completion-openai"] = "openai",
        ["minimax"] = "minimax",
        ["azure_text"] = "azure",
    };

    private static readonly (string Field, PriceBucket Bucket)[] Tokens =
    [
        ("input_cost_per_token", PriceBucket.Input),
        ("cache_read_input_token_cost", PriceBucket.CacheRead),
        ("cache_creation_input_token_cost", PriceBucket.CacheWrite),
        ("cache_creation_input_token_cost_above_1hr", PriceBucket.CacheWrite1h),
        ("input_cost_per_audio_token", PriceBucket.AudioInput),
        ("input_cost_per_image_token", PriceBucket.ImageInput),
        ("output_cost_per_token", PriceBucket.Output),
        ("output_cost_per_reasoning_token", PriceBucket.Reasoning),
        ("output_cost_per_audio_token", PriceBucket.AudioOutput),
        ("output_cost_per_image_token", PriceBucket.ImageOutput),
    ];

    private static readonly (string Suffix, string Tier)[] Tiers = [("_batches", "batch"), ("_flex", "flex"), ("_priority", "priority")];

    public string TheirProvider => Text("litellm_provider") ?? "";

    public string Provider => Providers.GetValueOrDefault(TheirProvider) ?? (TheirProvider.Length == 0 ? "litellm" : TheirProvider);

    public string? Mode => Text("mode");

    public ModelKind? Kind => Mode switch
    {
        "chat" or "responses" or null => ModelKind.Chat,
        "completion" => ModelKind.Completion,
        "embedding" => ModelKind.Embedding,
        "rerank" => ModelKind.Rerank,
        "image_generation" or "image_edit" => ModelKind.Image,
        "audio_speech" => ModelKind.Speech,
        "audio_transcription" => ModelKind.Transcription,
        "realtime" => ModelKind.Realtime,
        "moderation" => ModelKind.Moderation,
        _ => null,
    };

    public CatalogModel Model(ModelKind kind) => new()
    {
        Id = name.StartsWith(TheirProvider + "/", StringComparison.OrdinalIgnoreCase) ? name[(TheirProvider.Length + 1)..] : name,
        Provider = Provider,
        Kind = kind,
        Context = Count("max_input_tokens") ?? (kind is ModelKind.Embedding or ModelKind.Rerank ? Count("max_tokens") : null),
        MaxOutput = kind is ModelKind.Chat or ModelKind.Completion or ModelKind.Realtime ? Count("max_output_tokens") : null,
        Dimensions = (int?)Count("output_vector_size"),
        Inputs = [.. Inputs(kind)],
        Capabilities = [.. Capabilities()],
        Regions = entry.TryGetProperty("supported_regions", out var regions) && regions.ValueKind == JsonValueKind.Array ? [.. regions.EnumerateArray().Select(r => r.ToString())] : [],
        Retires = DateOnly.TryParseExact(Text("deprecation_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        Source = Text("source") is { } source && source.StartsWith("https://", StringComparison.Ordinal) ? source : null,
        Prices = Price() is { } price ? [price] : [],
    };

    private Price? Price()
    {
        // Of what is not sold by the token the map says 0 for a token.
        var rates = entry.TryGetProperty("tiered_pricing", out var ranges) && ranges.ValueKind == JsonValueKind.Array && ranges.GetArrayLength() > 0
            ? Ranges(ranges)
            : new RateCard(new Rates([.. TokenRates(entry, "").Where(r => r.Value > 0 || Kind is ModelKind.Chat or ModelKind.Completion or ModelKind.Realtime), .. Fees()]), Steps());

        // The map writes 0 for "free" and for "not known" alike.
        if (!rates.All.Any(r => r.Stated.Any(s => s.Value > 0)))
        {
            return null;
        }

        return new Price { Version = "imported", Card = rates, Tiers = OtherTiers() };
    }

    private List<RateStep> Steps()
    {
        var thresholds = entry.EnumerateObject().Select(p => Threshold().Match(p.Name)).Where(m => m.Success).Select(m => m.Groups["k"].Value).Distinct(StringComparer.Ordinal);
        var plain = TokenRates(entry, "").ToList();
        return
        [
            .. thresholds.Select(k => (Above: long.Parse(k, CultureInfo.InvariantCulture) * 1000, Own: TokenRates(entry, $"_above_{k}k_tokens")))
                .OrderBy(s => s.Above)

                // What has no price of its own above keeps the plain one, as in LiteLLM.
                .Select(s => new RateStep(s.Above, new Rates([.. plain, .. s.Own]))),
        ];
    }

    private static RateCard Ranges(JsonElement ranges)
    {
        var parts = ranges.EnumerateArray()
            .Select(r => (From: r.TryGetProperty("range", out var range) ? (long)range[0].GetDouble() : 0, Rates: new Rates(TokenRates(r, ""))))
            .OrderBy(r => r.From).ToList();
        return new RateCard(parts[0].Rates, [.. parts.Skip(1).Select(p => new RateStep(p.From, p.Rates))]);
    }

    private Dictionary<string, TierPrice> OtherTiers()
    {
        var tiers = new Dictionary<string, TierPrice>(StringComparer.OrdinalIgnoreCase);
        foreach (var (suffix, tier) in Tiers)
        {
            var own = TokenRates(entry, suffix).Where(r => r.Value > 0).ToList();
            if (own.Count > 0)
            {
                tiers[tier] = new TierPrice(null, new RateCard(new Rates(own), []));
            }
        }

        return tiers;
    }

    private IEnumerable<KeyValuePair<PriceBucket, decimal?>> Fees()
    {
        if (entry.TryGetProperty("search_context_cost_per_query", out var sizes) && sizes.ValueKind == JsonValueKind.Object)
        {
            // Where the sizes cost the same, a search has one price; else it depends on what an answer does not say.
            var prices = sizes.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).Select(p => p.Value.GetDecimal()).Distinct().ToList();
            if (prices.Count > 0)
            {
                yield return KeyValuePair.Create(PriceBucket.Search, prices.Count == 1 ? prices[0] * 1000 : (decimal?)null);
            }
        }

        foreach (var (field, bucket, factor) in new[]
        {
            ("input_cost_per_query", PriceBucket.Search, 1000m),
            ("output_cost_per_image", PriceBucket.Image, 1m),
            ("input_cost_per_second", PriceBucket.AudioSecond, 60m),
            ("output_cost_per_second", PriceBucket.AudioSecond, 60m),
            ("input_cost_per_character", PriceBucket.Character, 1_000_000m),
        })
        {
            if (Money(entry, field) is > 0 and var price)
            {
                yield return KeyValuePair.Create(bucket, (decimal?)price * factor);
            }
        }
    }

    private static IEnumerable<KeyValuePair<PriceBucket, decimal?>> TokenRates(JsonElement from, string suffix)
    {
        foreach (var (field, bucket) in Tokens)
        {
            if (Money(from, field + suffix) is { } price)
            {
                yield return KeyValuePair.Create(bucket, (decimal?)(price * 1_000_000));
            }
        }
    }

    private IEnumerable<Modality> Inputs(ModelKind kind)
    {
        if (kind is ModelKind.Transcription)
        {
            yield return Modality.Audio;
            yield break;
        }

        yield return Modality.Text;
        foreach (var (field, modality) in new[] { ("supports_vision", Modality.Image), ("supports_audio_input", Modality.Audio), ("supports_video_input", Modality.Video), ("supports_pdf_input", Modality.File) })
        {
            if (Is(field))
            {
                yield return modality;
            }
        }
    }

    private IEnumerable<ModelCapability> Capabilities()
    {
        foreach (var (field, capability) in new[]
        {
            ("supports_function_calling", ModelCapability.Tools),
            ("supports_response_schema", ModelCapability.StructuredOutput),
            ("supports_reasoning", ModelCapability.Reasoning),
            ("supports_prompt_caching", ModelCapability.PromptCache),
            ("supports_web_search", ModelCapability.WebSearch),
            ("supports_computer_use", ModelCapability.ComputerUse),
        })
        {
            if (Is(field))
            {
                yield return capability;
            }
        }
    }

    private string? Text(string field) => entry.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool Is(string field) => entry.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private long? Count(string field) => Money(entry, field) is >= 1 and < long.MaxValue and var count ? (long)count : null;

    // Some maps write numbers as text.
    private static decimal? Money(JsonElement from, string field) =>
        from.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : null;

    [GeneratedRegex(@"_above_(?<k>\d+)k_tokens$", RegexOptions.ExplicitCapture)]
    private static partial Regex Threshold();
}
