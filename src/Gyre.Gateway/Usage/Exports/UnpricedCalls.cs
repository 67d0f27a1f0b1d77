using System.Globalization;
using Gyre.Gateway.Ledger;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>Beside the charges: what was used at prices that nobody knows. FOCUS has no charge without a cost, and 0 would be wrong.</summary>
internal sealed class UnpricedCalls
{
    private readonly CsvWriter csv;
    private readonly KeyNames names;

    public UnpricedCalls(TextWriter output, KeyNames names)
    {
        this.names = names;
        csv = new CsvWriter(output);
        csv.Fields(["hour", "key_id", "key", "team", "project", "cost_center", "operation", "deployment", "connection", "provider", "model", "region", "service_tier", "calls", "calls_with_estimated_usage"]);
        csv.Fields(UsageBuckets.Names);
        csv.End();
    }

    public void Write(long hour, FocusKey key, UnpricedGroup group)
    {
        csv.Field(DateTime.UnixEpoch.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        csv.Fields([key.KeyId, names.Of(key.KeyId), key.Team, key.Project, key.CostCenter, key.Operation, key.Deployment, key.Connection, key.Provider, key.Model, key.Region, key.ServiceTier]);
        csv.Field(group.Calls);
        csv.Field(group.Estimated);
        foreach (var count in group.Used)
        {
            csv.Field(count);
        }

        csv.End();
    }
}

/// <summary>Calls without a known cost, together.</summary>
internal sealed class UnpricedGroup
{
    public long Calls { get; private set; }

    public long Estimated { get; private set; }

    public long?[] Used { get; } = new long?[UsageBuckets.Names.Count];

    public void Add(FocusCall call)
    {
        Calls++;
        Estimated += call.Estimated ? 1 : 0;
        for (var i = 0; i < Used.Length; i++)
        {
            Used[i] = call.Used[i] is { } more ? (Used[i] ?? 0) + more : Used[i];
        }
    }
}
