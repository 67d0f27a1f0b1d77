using System.Globalization;

namespace Gyre.Kernel;

/// <summary>An amount of US dollars in billionths: exact to add and to store. Prices and sums before rounding are <see cref="decimal"/>.</summary>
/// <param name="Count">Billionths of a dollar; negative for a credit.</param>
public readonly record struct NanoDollars(long Count) : IComparable<NanoDollars>
{
    private const decimal PerDollar = 1_000_000_000m;

    /// <summary>Nothing.</summary>
    public static NanoDollars Zero => default;

    /// <summary>The amount in dollars.</summary>
    public decimal Dollars => Count / PerDollar;

    /// <summary>The nearest amount, halves away from zero.</summary>
    /// <exception cref="OverflowException">More than about nine billion dollars.</exception>
    public static NanoDollars Of(decimal dollars) => new(decimal.ToInt64(decimal.Round(dollars * PerDollar, MidpointRounding.AwayFromZero)));

    /// <inheritdoc/>
    public int CompareTo(NanoDollars other) => Count.CompareTo(other.Count);

    public static NanoDollars operator +(NanoDollars a, NanoDollars b) => new(checked(a.Count + b.Count));

    public static NanoDollars operator -(NanoDollars a, NanoDollars b) => new(checked(a.Count - b.Count));

    public static bool operator <(NanoDollars a, NanoDollars b) => a.Count < b.Count;

    public static bool operator >(NanoDollars a, NanoDollars b) => a.Count > b.Count;

    public static bool operator <=(NanoDollars a, NanoDollars b) => a.Count <= b.Count;

    public static bool operator >=(NanoDollars a, NanoDollars b) => a.Count >= b.Count;

    /// <summary>As <c>$0.000150</c>: at least two decimals, and as many as it takes.</summary>
    public override string ToString() => "$" + Dollars.ToString("0.00#######", CultureInfo.InvariantCulture);
}
