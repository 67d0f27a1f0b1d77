using System.Data.Common;
using Dapper;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>Adds the ledger up.</summary>
public sealed class UsageReports(GyreDatabase database)
{
    /// <summary>Something was used, and nobody knows at what price; what was refused or came from our cache costs nothing.</summary>
    internal const string UnknownCost = """
        cost IS NULL AND outcome NOT IN ('refused', 'cached') AND (outcome = 'answered' OR coalesce(
            fresh_input, cache_read, cache_write_5m, cache_write_1h, audio_input, image_input, output, reasoning, audio_output, image_output, searches, images, audio_ms, characters) IS NOT NULL)
        """;

    // Seconds; a year of a busy gateway takes its time.
    private const int Patience = 600;

    private static readonly string Sums = string.Join(
        ", ",
        [
            "count(*) AS calls",
            .. new[] { "answered", "cached", "refused", "cancelled", "failed" }.Select(o => $"coalesce(sum(CASE WHEN outcome = '{o}' THEN 1 ELSE 0 END), 0) AS {o}"),
            "coalesce(CAST(sum(estimated) AS BIGINT), 0) AS sum_estimated",
            "coalesce(CAST(sum(cost) AS BIGINT), 0) AS sum_cost",
            $"coalesce(sum(CASE WHEN {UnknownCost} THEN 1 ELSE 0 END), 0) AS unknown_cost",
            .. UsageBuckets.Names.Select(b => $"CAST(sum({Used(b)}) AS BIGINT) AS sum_{b}"),
        ]);

    /// <summary>What a call used of a bucket: an answer from our cache used nothing, its row tells what was saved.</summary>
    internal static string Used(string bucket) => $"CASE WHEN outcome = 'cached' THEN NULL ELSE {bucket} END";

    /// <summary>The report of a query.</summary>
    /// <exception cref="ProblemException">The database's.</exception>
    public Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var filter = await UsageFilter.OfAsync(connection, database.Kind, query);
            var groups = query.By.Select(d => d.Sql(database.Kind)).ToArray();
            var lines = await SumsAsync(connection, filter, groups, cancellationToken);
            var latency = await DistributionAsync(connection, filter, groups, "total_us", "outcome = 'answered'", cancellationToken);
            var firstToken = await DistributionAsync(connection, filter, groups, "first_token_us", "outcome = 'answered' AND first_token_us IS NOT NULL", cancellationToken);
            var saved = await SavedAsync(connection, filter, groups, cancellationToken);
            var names = query.By.Any(d => d.IsKey) ? await KeyNames.ReadAsync(connection) : KeyNames.None;
            var shown = lines.ConvertAll(line => line with
            {
                Group = [.. query.By.Zip(line.Group, (d, value) => d.IsKey ? names.Of(value) : value)],
                Saved = saved.GetValueOrDefault(KeyOf(line.Group)),
                Latency = latency.GetValueOrDefault(KeyOf(line.Group))?.Percentiles(),
                FirstToken = firstToken.GetValueOrDefault(KeyOf(line.Group))?.Percentiles(),
            });
            var total = UsageLine.Sum(shown) with
            {
                Latency = Distribution.Sum(latency.Values).Percentiles(),
                FirstToken = Distribution.Sum(firstToken.Values).Percentiles(),
            };
            return new UsageReport(query, groups.Length == 0 ? [] : Ordered(query, shown), total);
        },
        cancellationToken);

    private static async Task<List<UsageLine>> SumsAsync(DbConnection connection, UsageFilter filter, string[] groups, CancellationToken cancellationToken)
    {
        var sql = $"SELECT {Sums}{Columns(groups)} FROM usage_ledger WHERE {filter.Where}{GroupBy(groups.Select((_, i) => $"g{i}"))}";
        var lines = new List<UsageLine>();
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, filter.Values, commandTimeout: Patience, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(Line(reader, groups.Length));
        }

        return lines;
    }

    private static UsageLine Line(DbDataReader reader, int groups)
    {
        var at = 0;
        return new UsageLine
        {
            Calls = Number(),
            Answered = Number(),
            Cached = Number(),
            Refused = Number(),
            Cancelled = Number(),
            Failed = Number(),
            Estimated = Number(),
            Cost = new NanoDollars(Number()),
            UnknownCost = Number(),
            Usage = UsageBuckets.Of([.. UsageBuckets.Names.Select(_ => Perhaps())]),
            Group = [.. Enumerable.Range(at, groups).Select(reader.GetString)],
        };

        long Number() => reader.GetInt64(at++);
        long? Perhaps() => reader.IsDBNull(at++) ? null : reader.GetInt64(at - 1);
    }

    // Counted by value, so that a million calls are not sorted: that took three times as long.
    private static async Task<Dictionary<string, Distribution>> DistributionAsync(
        DbConnection connection, UsageFilter filter, string[] groups, string column, string which, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Distribution>(StringComparer.Ordinal);
        var sql = $"SELECT {Distribution.Rounded(column)} AS took, count(*){Columns(groups)} FROM usage_ledger WHERE {filter.Where} AND {which}{GroupBy(groups.Select((_, i) => $"g{i}").Prepend("took"))}";
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, filter.Values, commandTimeout: Patience, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = KeyOf(Enumerable.Range(2, groups.Length).Select(reader.GetString));
            if (!found.TryGetValue(key, out var distribution))
            {
                found.Add(key, distribution = new Distribution());
            }

            distribution.Add(reader.GetInt64(0), reader.GetInt64(1));
        }

        return found;
    }

    // What answers from our cache would have cost; many have the same text, as they answer the same.
    private static async Task<Dictionary<string, NanoDollars>> SavedAsync(DbConnection connection, UsageFilter filter, string[] groups, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, NanoDollars>(StringComparer.Ordinal);
        var sql = $"SELECT charges, count(*){Columns(groups)} FROM usage_ledger WHERE {filter.Where} AND outcome = 'cached' AND charges IS NOT NULL{GroupBy(groups.Select((_, i) => $"g{i}").Prepend("charges"))}";
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, filter.Values, commandTimeout: Patience, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = KeyOf(Enumerable.Range(2, groups.Length).Select(reader.GetString));
            var each = NanoDollars.Of(ChargeText.Read(reader.GetString(0)).Sum(l => l.Amount ?? 0));
            found[key] = found.GetValueOrDefault(key) + new NanoDollars(checked(each.Count * reader.GetInt64(1)));
        }

        return found;
    }

    private static IReadOnlyList<UsageLine> Ordered(UsageQuery query, IEnumerable<UsageLine> lines)
    {
        var ordered = query.By[0].IsTime
            ? lines.OrderBy(l => l.Group[0], StringComparer.Ordinal).ThenByDescending(l => l.Cost)
            : lines.OrderByDescending(l => l.Cost);
        return [.. ordered.ThenByDescending(l => l.Calls).ThenBy(l => KeyOf(l.Group), StringComparer.Ordinal)];
    }

    private static string Columns(string[] groups) => string.Concat(groups.Select((g, i) => $", {g} AS g{i}"));

    private static string GroupBy(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? $" GROUP BY {list}" : "";

    private static string KeyOf(IEnumerable<string> group) => string.Join('\0', group);
}
