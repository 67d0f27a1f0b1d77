using Gyre.Kernel;

namespace Gyre.Models.Prices;

/// <summary>What some calls cost together.</summary>
/// <param name="Known">The sum of those with a price.</param>
/// <param name="Priced">How many those are.</param>
/// <param name="Unpriced">How many have a cost that is not known.</param>
public readonly record struct CallCosts(NanoDollars Known, long Priced, long Unpriced)
{
    /// <summary>The whole cost; null where any of it is unknown, or nothing was called.</summary>
    public NanoDollars? Total => Unpriced == 0 && Priced > 0 ? Known : null;

    /// <summary>Of one call; null is unknown.</summary>
    public static CallCosts Of(NanoDollars? cost) => cost is { } known ? new(known, 1, 0) : new(NanoDollars.Zero, 0, 1);

    public static CallCosts operator +(CallCosts a, CallCosts b) => new(a.Known + b.Known, a.Priced + b.Priced, a.Unpriced + b.Unpriced);
}
