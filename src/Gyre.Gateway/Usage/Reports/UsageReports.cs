using System.Data.Common;
using Dapper;
using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>Adds the ledger up.</summary>
public sealed class UsageReports(GyreDatabase database)
{
    /// <summary>Something was used, and nobody knows at what price; what was refused or came from our cache costs nothing.</summary>
    internal const string UnknownCost = """
        cost IS NULL AND outcome NOT IN ('refused', 'cached') AND (outcome = 'answered' OR coalesce(
            fresh_input, cache_read, cache_write_5m, cache_write_1h, audio_input, image_input, output, reasoning, audio_output, image_output, searches) IS NOT NULL)
        """;

    private static readonly string Sums = string.Join(
        ", ",
        [
            "count(*) AS calls",
            .. new[] { "answered", "cached", "refused", "cancelled", "failed" }.Select(o => $"coalesce(sum(CASE WHEN outcome = '{o}' THEN 1 ELSE 0 END), 0) AS {o}"),
            "coalesce(CAST(sum(estimated) AS BIGINT), 0) AS estimated",
            "coalesce(CAST(sum(cost) AS BIGINT), 0) AS cost",
            $"coalesce(sum(CASE WHEN {UnknownCost} THEN 1 ELSE 0 END), 0) AS unknown_cost",
            .. UsageTokens.Buckets.Select(b => $"CAST(sum({b}) AS BIGINT) AS {b}"),
        ]);

    /// <summary>The report of a query. The sums of its lines and of its total are of the same calls, whatever is added meanwhile.</summary>
    /// <exception cref="ProblemException">The database's.</exception>
    public Task<UsageReport> ReportAsync(UsageQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var filter = await UsageFilter.OfAsync(connection, database.Kind, query);
            var groups = query.By.Select(d => d.Sql(database.Kind)).ToArray();
            var sums = await SumsAsync(connection, filter, groups, cancellationToken);
            var latency = await PercentilesAsync(connection, filter, groups, "total_us", "outcome = 'answered'", cancellationToken);
            var firstToken = await PercentilesAsync(connection, filter, groups, "first_token_us", "first_token_us IS NOT NULL", cancellationToken);
            var names = query.By.Any(d => d.IsKey) ? await KeyNames.ReadAsync(connection) : KeyNames.None;
            var lines = sums.ConvertAll(s => s.Line with
            {
                Group = s.IsTotal ? [] : [.. query.By.Select((d, i) => d.IsKey ? names.Of(s.Line.Group[i]) : s.Line.Group[i])],
                Latency = latency.GetValueOrDefault(KeyOf(s.IsTotal, s.Line.Group)),
                FirstToken = firstToken.GetValueOrDefault(KeyOf(s.IsTotal, s.Line.Group)),
            });
            return new UsageReport(query, groups.Length == 0 ? [] : Ordered(query, lines[..^1]), lines[^1]);
        },
        cancellationToken);

    // One statement, so that lines and total are of one moment; the total comes last.
    private static async Task<List<(bool IsTotal, UsageLine Line)>> SumsAsync(DbConnection connection, UsageFilter filter, string[] groups, CancellationToken cancellationToken)
    {
        var columns = Columns(groups.Length);
        var total = $"SELECT 1 AS is_total{string.Concat(groups.Select((_, i) => $", '' AS g{i}"))}, {Sums} FROM usage_ledger WHERE {filter.Where}";
        var sql = groups.Length == 0 ? total : $"""
            SELECT 0 AS is_total{string.Concat(groups.Select((g, i) => $", {g} AS g{i}"))}, {Sums} FROM usage_ledger WHERE {filter.Where} GROUP BY {columns}
            UNION ALL {total}
            ORDER BY is_total
            """;
        var lines = new List<(bool, UsageLine)>();
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, filter.Values, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add((reader.GetInt64(0) == 1, Line(reader, groups.Length)));
        }

        return lines;
    }

    private static UsageLine Line(DbDataReader reader, int groups)
    {
        var at = 1 + groups;
        return new UsageLine
        {
            Group = [.. Enumerable.Range(1, groups).Select(reader.GetString)],
            Calls = Number(),
            Answered = Number(),
            Cached = Number(),
            Refused = Number(),
            Cancelled = Number(),
            Failed = Number(),
            Estimated = Number(),
            Cost = new NanoDollars(Number()),
            UnknownCost = Number(),
            Tokens = new UsageTokens
            {
                FreshInput = Perhaps(),
                CacheRead = Perhaps(),
                CacheWrite5m = Perhaps(),
                CacheWrite1h = Perhaps(),
                AudioInput = Perhaps(),
                ImageInput = Perhaps(),
                Output = Perhaps(),
                Reasoning = Perhaps(),
                AudioOutput = Perhaps(),
                ImageOutput = Perhaps(),
                Searches = Perhaps(),
            },
        };

        long Number() => reader.GetInt64(at++);
        long? Perhaps() => reader.IsDBNull(at++) ? null : reader.GetInt64(at - 1);
    }

    // The nearest rank: a time that a call really took.
    private static async Task<Dictionary<string, Percentiles>> PercentilesAsync(
        DbConnection connection, UsageFilter filter, string[] groups, string column, string which, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Percentiles>(StringComparer.Ordinal);
        foreach (var (isTotal, by) in groups.Length == 0 ? [(true, groups)] : new[] { (false, groups), (true, []) })
        {
            var columns = Columns(by.Length);
            var partition = by.Length == 0 ? "" : $"PARTITION BY {columns}";
            var sql = $"""
                WITH calls AS (
                    SELECT {string.Concat(by.Select((g, i) => $"{g} AS g{i}, "))}{column} AS took FROM usage_ledger WHERE {filter.Where} AND {which}),
                ranked AS (
                    SELECT calls.*, row_number() OVER ({partition} ORDER BY took) AS rank, count(*) OVER ({partition}) AS size FROM calls)
                SELECT min(CASE WHEN rank * 100 >= size * 50 THEN took END), min(CASE WHEN rank * 100 >= size * 95 THEN took END){string.Concat(by.Select((_, i) => $", g{i}"))}
                FROM ranked {(by.Length == 0 ? "HAVING count(*) > 0" : $"GROUP BY {columns}")}
                """;
            await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, filter.Values, cancellationToken: cancellationToken));
            while (await reader.ReadAsync(cancellationToken))
            {
                found[KeyOf(isTotal, Enumerable.Range(2, by.Length).Select(reader.GetString))] = new Percentiles(Time(reader.GetInt64(0)), Time(reader.GetInt64(1)));
            }
        }

        return found;
    }

    private static IReadOnlyList<UsageLine> Ordered(UsageQuery query, IEnumerable<UsageLine> lines)
    {
        var ordered = query.By[0].IsTime
            ? lines.OrderBy(l => l.Group[0], StringComparer.Ordinal).ThenByDescending(l => l.Cost)
            : lines.OrderByDescending(l => l.Cost);
        return [.. ordered.ThenByDescending(l => l.Calls).ThenBy(l => string.Join('\n', l.Group), StringComparer.Ordinal)];
    }

    private static string Columns(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"g{i}"));

    private static string KeyOf(bool isTotal, IEnumerable<string> group) => isTotal ? "total" : $"\0{string.Join('\0', group)}";

    private static TimeSpan Time(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
}
