using System.Data.Common;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Usage.Reports;
using Gyre.Models.Prices;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>What calls must have in common to be one charge, besides the hour and the bucket.</summary>
internal sealed record FocusKey(
    string KeyId, string Team, string Project, string CostCenter, string Operation, string Deployment, string Connection, string Provider, string Model, string Region, string ServiceTier, string PriceVersion);

/// <summary>A row of the ledger as an export of charges needs it.</summary>
/// <param name="Hour">Hours since 1970.</param>
/// <param name="Key">Who and what.</param>
/// <param name="IsUnpriced">Something was used at a price that nobody knows.</param>
/// <param name="Cost">In billionths of a dollar; null where there is none.</param>
/// <param name="Charges">What the cost is made of.</param>
/// <param name="Estimated">Whether the usage is an estimate.</param>
/// <param name="Used">By bucket, in the order of <see cref="UsageBuckets.Names"/>.</param>
internal sealed record FocusCall(long Hour, FocusKey Key, bool IsUnpriced, long? Cost, string? Charges, bool Estimated, long?[] Used)
{
    private const long Microseconds = 3_600_000_000;

    /// <summary>What stands after SELECT.</summary>
    public static string Sql { get; } =
        "started_at, key_id, team, project, cost_center, operation, deployment, connection, provider, coalesce(model, requested_model), region, service_tier, price_version, "
        + $"CASE WHEN {UsageReports.UnknownCost} THEN 1 ELSE 0 END, cost, charges, estimated, {string.Join(", ", UsageBuckets.Names.Select(UsageReports.Used))}";

    /// <summary>Stands after WHERE: an answer from our cache is no charge of a provider.</summary>
    public const string IsCharge = "(outcome <> 'cached' OR cost <> 0)";

    public static FocusCall Read(DbDataReader row)
    {
        return new FocusCall(
            row.GetInt64(0) / Microseconds,
            new FocusKey(Text(1), Text(2), Text(3), Text(4), Text(5), Text(6), Text(7), Text(8), Text(9), Text(10), Text(11), Text(12)),
            row.GetInt64(13) != 0,
            Number(14),
            row.IsDBNull(15) ? null : row.GetString(15),
            row.GetInt64(16) != 0,
            [.. Enumerable.Range(17, UsageBuckets.Names.Count).Select(Number)]);

        string Text(int column) => row.IsDBNull(column) ? "" : row.GetString(column);
        long? Number(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
    }

    /// <summary>
    /// The cost taken apart: bucket (null: the call as such), quantity, dollars for the published unit, and its share
    /// of the cost in billionths of a dollar. The shares make up the cost exactly; each is within one of quantity times price.
    /// </summary>
    public IEnumerable<(PriceBucket? Bucket, decimal Quantity, decimal Rate, long Share)> Parts()
    {
        if (Cost is not { } cost)
        {
            yield break;
        }

        var lines = ChargeText.Read(Charges);
        if (lines.Count == 0 && cost != 0)
        {
            // Calls of the same cost are one charge at that price: a charge must have one.
            yield return (null, 1, cost / 1_000_000_000m, cost);
            yield break;
        }

        if (lines.Count == 0)
        {
            // Reserved capacity, or a model of one's own: used, at no further cost.
            lines.AddRange(UsageBuckets.Quantities(Used).Select(b => new PriceLine(b.Bucket, b.Quantity, 0)));
        }

        var (exact, given) = (0m, 0L);
        for (var i = 0; i < lines.Count; i++)
        {
            exact += lines[i].Amount!.Value;
            var upTo = i == lines.Count - 1 ? cost : Kernel.NanoDollars.Of(exact).Count;
            yield return (lines[i].Bucket, lines[i].Quantity, lines[i].Rate!.Value, upTo - given);
            given = upTo;
        }
    }
}
