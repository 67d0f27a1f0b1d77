using System.Data.Common;
using Dapper;
using Gyre.Storage;

namespace Gyre.Gateway.Usage;

/// <summary>A query's period and filters as SQL.</summary>
internal sealed class UsageFilter
{
    private UsageFilter(string where, DynamicParameters values) => (Where, Values) = (where, values);

    /// <summary>Stands after WHERE.</summary>
    public string Where { get; }

    public DynamicParameters Values { get; }

    /// <summary>Of a query; names of keys are looked up, since the ledger has their ids.</summary>
    public static async Task<UsageFilter> OfAsync(DbConnection connection, DatabaseKind kind, UsageQuery query)
    {
        var values = new DynamicParameters();
        values.Add("from", Microseconds(query.Period.From));
        values.Add("to", Microseconds(query.Period.To));
        var where = "started_at >= @from AND started_at < @to";
        foreach (var (dimension, wanted) in query.Only)
        {
            var names = new List<string>();
            foreach (var value in dimension.IsKey ? await IdsAsync(connection, wanted) : wanted)
            {
                names.Add($"@{dimension.Field}{names.Count}");
                values.Add(names[^1], value);
            }

            where += $" AND {dimension.Sql(kind)} IN ({string.Join(", ", names)})";
        }

        return new UsageFilter(where, values);
    }

    // What is no key's name may be the id of one, or of a caller that has none.
    private static async Task<List<string>> IdsAsync(DbConnection connection, IReadOnlyList<string> wanted)
    {
        List<string> ids = [.. wanted];
        foreach (var name in wanted)
        {
            ids.AddRange(await connection.QueryAsync<string>("SELECT id FROM api_keys WHERE name = @name OR prefix = @name", new { name }));
        }

        return ids;
    }

    private static long Microseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
