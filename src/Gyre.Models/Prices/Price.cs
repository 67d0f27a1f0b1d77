namespace Gyre.Models.Prices;

/// <summary>What a model costs from a moment on.</summary>
public sealed record Price
{
    /// <summary>Names these very prices in a ledger: changes when any of them changes, and only then.</summary>
    public required string Version { get; init; }

    /// <summary>The first moment they hold; null where they hold from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The standard tier.</summary>
    public required RateCard Card { get; init; }

    /// <summary>Other service tiers by their name on the wire: <c>batch</c>, <c>flex</c>, <c>priority</c> …</summary>
    public IReadOnlyDictionary<string, TierPrice> Tiers { get; init; } = new Dictionary<string, TierPrice>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Prices of images that are not the usual ones: by quality (<c>hd</c>), size (<c>1024x1792</c>), or both (<c>hd/1024x1792</c>), which counts before
    /// the quality, and that before the size. Images of any other sort have the plain price.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Images { get; init; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hours with other prices.</summary>
    public IReadOnlyList<PriceWindow> Windows { get; init; } = [];

    /// <summary>Factors by region; a region that is not named has the plain price.</summary>
    public IReadOnlyDictionary<string, decimal> Regions { get; init; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether tokens are paid for; else pieces alone.</summary>
    public bool IsByTokens => Card.Rates.Stated.Any(s => PriceUnit.Of(s.Key).IsTokens);

    /// <summary>The price of an image of a quality and size; null where it is the plain one.</summary>
    internal decimal? ImageOf(string? quality, string? size)
    {
        foreach (var sort in (ReadOnlySpan<string?>)[$"{quality}/{size}", quality, size])
        {
            if (sort is not null && Images.TryGetValue(sort, out var own))
            {
                return own;
            }
        }

        return null;
    }
}

/// <summary>A service tier: a factor on the standard prices, or prices of its own.</summary>
/// <param name="Factor">On token prices, where the tier is priced so.</param>
/// <param name="Card">Else its own. Without steps, where the standard tier has some, longer requests have no known price.</param>
public sealed record TierPrice(decimal? Factor, RateCard? Card);

/// <summary>Hours of the day with other prices, in UTC.</summary>
/// <param name="Hours">From (included) to (excluded); one that ends before it begins crosses midnight and belongs to the day it begins on.</param>
/// <param name="Days">On which days it begins; empty is every day.</param>
/// <param name="Factor">On token prices.</param>
public sealed record PriceWindow(IReadOnlyList<(TimeOnly From, TimeOnly To)> Hours, IReadOnlyList<DayOfWeek> Days, decimal Factor)
{
    /// <summary>Whether a moment is in it.</summary>
    public bool Contains(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        var time = TimeOnly.FromDateTime(utc);
        foreach (var (from, to) in Hours)
        {
            if (from < to ? time >= from && time < to && On(utc.DayOfWeek)
                : (time >= from && On(utc.DayOfWeek)) || (time < to && On(utc.AddDays(-1).DayOfWeek)))
            {
                return true;
            }
        }

        return false;
    }

    private bool On(DayOfWeek day) => Days.Count == 0 || Days.Contains(day);
}
