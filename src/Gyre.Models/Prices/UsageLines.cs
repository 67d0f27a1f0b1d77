using Gyre.Models.Catalog;
using Gyre.Wire.Usage;

namespace Gyre.Models.Prices;

/// <summary>Turns a call's usage into lines with prices.</summary>
internal static class UsageLines
{
    /// <summary>One line per bucket with something in it.</summary>
    public static IReadOnlyList<PriceLine> Of(CatalogModel model, Rates rates, PriceQuestion question, TokenUsage usage)
    {
        var lines = new List<PriceLine>(4);
        Add(PriceBucket.Input, usage.FreshInput);
        Add(PriceBucket.CacheRead, usage.CacheRead);
        Add(PriceBucket.CacheWrite, usage.CacheWrite5m);
        Add(PriceBucket.CacheWrite1h, usage.CacheWrite1h);
        Add(PriceBucket.AudioInput, usage.AudioInput);
        Add(PriceBucket.ImageInput, usage.ImageInput);
        Add(PriceBucket.Output, usage.Output);
        Add(PriceBucket.Reasoning, usage.Reasoning);
        Add(PriceBucket.AudioOutput, usage.AudioOutput);
        Add(PriceBucket.ImageOutput, usage.ImageOutput);
        Add(PriceBucket.Search, usage.Searches);
        Add(PriceBucket.Image, question.Images);
        Add(PriceBucket.AudioSecond, question.AudioSeconds);
        Add(PriceBucket.Character, question.Characters);
        if (rates[PriceBucket.Request] is not null || rates.IsUndisclosed(PriceBucket.Request))
        {
            Add(PriceBucket.Request, 1);
        }

        return lines;

        void Add(PriceBucket bucket, decimal? quantity)
        {
            if (quantity is { } some and not 0 && (RateOf(bucket, model, rates) is var rate) && (rate is not null || !IsPaidOtherwise(bucket, model, rates)))
            {
                lines.Add(new PriceLine(bucket, some, rate));
            }
        }
    }

    /// <summary>Whether the usage says enough of what is charged for.</summary>
    public static bool IsKnown(CatalogModel model, Rates rates, PriceQuestion question, TokenUsage usage) => model.Kind switch
    {
        ModelKind.Chat or ModelKind.Completion or ModelKind.Realtime => usage.TotalInput is not null && usage.TotalOutput is not null,
        _ when SoldByTokens(rates) => usage.TotalInput is not null || usage.TotalOutput is not null,
        _ => (rates[PriceBucket.Search] is not null && usage.Searches is not null)
            || (rates[PriceBucket.Image] is not null && question.Images is not null)
            || (rates[PriceBucket.AudioSecond] is not null && question.AudioSeconds is not null)
            || (rates[PriceBucket.Character] is not null && question.Characters is not null),
    };

    private static decimal? RateOf(PriceBucket bucket, CatalogModel model, Rates rates) => rates[bucket] ?? bucket switch
    {
        _ when rates.IsUndisclosed(bucket) => null,
        PriceBucket.Reasoning => rates[PriceBucket.Output],
        PriceBucket.ImageInput when model.Kind is ModelKind.Chat => rates[PriceBucket.Input],
        _ => null,
    };

    // What is sold by the token is not sold by the piece as well, nor the other way round; searches of a chat model are a thing of their own.
    private static bool IsPaidOtherwise(PriceBucket bucket, CatalogModel model, Rates rates) =>
        !rates.IsUndisclosed(bucket) && (PriceUnit.Of(bucket).IsTokens ? SoldByPiece(model, rates)
            : bucket is PriceBucket.Image or PriceBucket.AudioSecond or PriceBucket.Character ? SoldByTokens(rates) || SoldByPiece(model, rates)
            : bucket is PriceBucket.Search && model.Kind is ModelKind.Rerank && SoldByTokens(rates));

    private static bool SoldByTokens(Rates rates) => rates[PriceBucket.Input] is not null || rates[PriceBucket.Output] is not null;

    private static bool SoldByPiece(CatalogModel model, Rates rates) => !SoldByTokens(rates)
        && (rates[PriceBucket.Image] is not null || rates[PriceBucket.AudioSecond] is not null || rates[PriceBucket.Character] is not null
            || (model.Kind is ModelKind.Rerank && rates[PriceBucket.Search] is not null));
}
