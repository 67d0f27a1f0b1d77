using Gyre.Models.Catalog;
using Gyre.Wire.Usage;

namespace Gyre.Models.Prices;

/// <summary>Turns a call's usage into lines with prices.</summary>
internal static class UsageLines
{
    /// <summary>One line per bucket with something in it.</summary>
    public static IReadOnlyList<PriceLine> Of(CatalogModel model, Rates rates, TokenUsage usage)
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
        Add(PriceBucket.Image, usage.Images);
        Add(PriceBucket.AudioSecond, usage.AudioMilliseconds / 1000m);
        Add(PriceBucket.Character, usage.Characters);
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
    public static bool IsKnown(CatalogModel model, Rates rates, TokenUsage usage) => model.Kind switch
    {
        ModelKind.Chat or ModelKind.Completion or ModelKind.Realtime => usage.TotalInput is not null && usage.TotalOutput is not null,
        _ when SoldByTokens(rates) => usage.TotalInput is not null || usage.TotalOutput is not null,
        _ when SoldByCall(rates) => true,
        _ => (rates[PriceBucket.Search] is not null && usage.Searches is not null)
            || (rates[PriceBucket.Image] is not null && usage.Images is not null)
            || (rates[PriceBucket.AudioSecond] is not null && usage.AudioMilliseconds is not null)
            || (rates[PriceBucket.Character] is not null && usage.Characters is not null),
    };

    /// <summary>The most that the pieces of a call cost; null where something is sold by a piece that the call has no count of.</summary>
    public static decimal? Pieces(CatalogModel model, Rates rates, TokenUsage most)
    {
        if (!SoldByTokens(rates) && !IsKnown(model, rates, most))
        {
            return null;
        }

        decimal? sum = 0;
        foreach (var line in Of(model, rates, most))
        {
            sum += PriceUnit.Of(line.Bucket).IsTokens && SoldByTokens(rates) ? 0 : line.Amount;
        }

        return sum;
    }

    /// <summary>Whether tokens are paid for.</summary>
    public static bool SoldByTokens(Rates rates) => rates[PriceBucket.Input] is not null || rates[PriceBucket.Output] is not null;

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

    // A fee for each request and nothing else; 0 where it is free.
    private static bool SoldByCall(Rates rates) => rates[PriceBucket.Request] is not null && rates.Stated.Count() == 1;

    private static bool SoldByPiece(CatalogModel model, Rates rates) => !SoldByTokens(rates)
        && (SoldByCall(rates) || rates[PriceBucket.Image] is not null || rates[PriceBucket.AudioSecond] is not null || rates[PriceBucket.Character] is not null
            || (model.Kind is ModelKind.Rerank && rates[PriceBucket.Search] is not null));
}
