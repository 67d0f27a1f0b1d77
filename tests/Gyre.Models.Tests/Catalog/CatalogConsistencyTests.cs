using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Models.Tests.Catalog;

/// <summary>What a row says in one place must not contradict what it says in another.</summary>
public sealed class CatalogConsistencyTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    public static TheoryData<string> Models => [.. ModelCatalog.BuiltIn.Models.Select(m => m.FullName)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_agrees_with_itself(string name) => Assert.Empty(Faults(ModelCatalog.BuiltIn.One(name)));

    [Fact]
    public void Models_of_every_kind_that_is_sold_by_the_piece_have_a_price_by_the_piece()
    {
        foreach (var bucket in (ReadOnlySpan<PriceBucket>)[PriceBucket.Image, PriceBucket.AudioSecond, PriceBucket.Character, PriceBucket.Search, PriceBucket.Request])
        {
            Assert.Contains(ModelCatalog.BuiltIn.Models, m => m.Prices.Any(p => p.Card.Rates[bucket] is not null));
        }
    }

    private static IEnumerable<string> Faults(CatalogModel model)
    {
        (bool IsWrong, string Fault)[] said =
        [
            (model.Context is <= 0 || model.MaxOutput is <= 0 || model.Dimensions is <= 0, "a limit is not above 0"),
            (model.MaxOutput > model.Context, $"writes {model.MaxOutput} tokens in a context of {model.Context}"),
            (model.Dimensions is not null && model.Kind != ModelKind.Embedding, "has dimensions and is no embedding"),
            (model.Outputs.Count > 0 && Writes(model.Kind) is { } writes && !model.Outputs.Contains(writes), $"is {model.Kind} and does not write {Writes(model.Kind)}"),
            (model.Kind == ModelKind.Transcription && !model.Inputs.Contains(Modality.Audio), "writes down what it can't hear"),
            (model.Released > model.Retires || model.Released > Today, "retires before it came out, or came out in the future"),
            (model.AsOf > Today, "was read in the future"),
            (model.Provider != "offline" && (!Uri.TryCreate(model.Source, UriKind.Absolute, out var source) || source.Scheme != "https"), $"its source is '{model.Source}'"),
            (model.Aliases.Contains(model.Id, StringComparer.OrdinalIgnoreCase), "is an alias of itself"),
            (model.Capabilities.Contains(ModelCapability.Reasoning) && model.Kind is not (ModelKind.Chat or ModelKind.Realtime or ModelKind.Image), "thinks, and is no chat"),
        ];
        return [.. said.Where(s => s.IsWrong).Select(s => s.Fault), .. model.Prices.SelectMany(p => Faults(model, p))];
    }

    private static IEnumerable<string> Faults(CatalogModel model, Price price)
    {
        foreach (var rates in Cards(price))
        {
            if (rates[PriceBucket.CacheRead] > rates[PriceBucket.Input])
            {
                yield return $"reads its cache at {rates[PriceBucket.CacheRead]} and input at {rates[PriceBucket.Input]}";
            }

            foreach (var (bucket, _) in rates.Stated.Where(s => !Sells(model.Kind, s.Key)))
            {
                yield return $"is {model.Kind} and sells {bucket}";
            }
        }

        foreach (var (name, tier) in price.Tiers)
        {
            foreach (var bucket in (PriceBucket[])[PriceBucket.Input, PriceBucket.Output, PriceBucket.CacheRead])
            {
                var (own, standard) = (tier.Card?.Rates[bucket] ?? tier.Factor * price.Card.Rates[bucket], price.Card.Rates[bucket]);
                if (name is "batch" or "flex" ? own > standard : name == "priority" && own < standard)
                {
                    yield return $"{name} costs {own} and standard {standard}";
                }
            }
        }

        foreach (var step in price.Card.Steps.Where(s => s.Above > model.Context))
        {
            yield return $"has a price above {step.Above} tokens in a context of {model.Context}";
        }

        foreach (var factor in price.Windows.Select(w => w.Factor).Concat(price.Regions.Values).Where(f => f is < 0.1m or > 5))
        {
            yield return $"has a factor of {factor}";
        }

        if (price.From is { } from && (from.Year < 2020 || from.Year > 2027))
        {
            yield return $"has a price from {from:yyyy-MM-dd}";
        }
    }

    private static IEnumerable<Rates> Cards(Price price) => price.Card.All.Concat(price.Tiers.Values.Where(t => t.Card is not null).SelectMany(t => t.Card!.All));

    private static Modality? Writes(ModelKind kind) => kind switch
    {
        ModelKind.Chat or ModelKind.Completion or ModelKind.Transcription or ModelKind.Moderation => Modality.Text,
        ModelKind.Image => Modality.Image,
        ModelKind.Speech => Modality.Audio,
        _ => null,
    };

    private static bool Sells(ModelKind kind, PriceBucket bucket) => bucket switch
    {
        PriceBucket.Image => kind == ModelKind.Image,
        PriceBucket.Character => kind == ModelKind.Speech,
        PriceBucket.AudioSecond => kind is ModelKind.Transcription or ModelKind.Realtime,
        PriceBucket.Search => kind is ModelKind.Chat or ModelKind.Rerank,
        _ => true,
    };
}
