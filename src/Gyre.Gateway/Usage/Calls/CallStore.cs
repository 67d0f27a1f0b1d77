using System.Data.Common;
using Dapper;
using Gyre.Gateway.Usage.Exports;
using Gyre.Gateway.Usage.Reports;
using Gyre.Storage;

namespace Gyre.Gateway.Usage.Calls;

/// <summary>Reads single calls of the ledger.</summary>
internal sealed class CallStore(GyreDatabase database)
{
    private static readonly string Columns = $"{LedgerColumns.Sql}, CASE WHEN {UsageReports.UnknownCost} THEN 1 ELSE 0 END";

    /// <summary>A query's calls, the newest first.</summary>
    /// <param name="query">Which; how it would be grouped does not matter.</param>
    /// <param name="before">Only calls older than the one of this id; null for no such limit.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<IReadOnlyList<CallView>> ListAsync(UsageQuery query, Guid? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var filter = await UsageFilter.OfAsync(connection, database.Kind, query);
            filter.Values.Add("before", before?.ToString());
            filter.Values.Add("limit", limit);
            var older = before is null ? "" : " AND (started_at, id) < (SELECT started_at, id FROM usage_ledger WHERE id = @before)";
            return await ReadAsync(connection, $"SELECT {Columns} FROM usage_ledger WHERE {filter.Where}{older} ORDER BY started_at DESC, id DESC LIMIT @limit", filter.Values, cancellationToken);
        },
        cancellationToken);

    /// <summary>One call; null where there is none of the id.</summary>
    public Task<CallView?> FindAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => await ReadAsync(connection, $"SELECT {Columns} FROM usage_ledger WHERE id = @id", new { id = id.ToString() }, cancellationToken) is [var call] ? call : null,
        cancellationToken);

    private static async Task<IReadOnlyList<CallView>> ReadAsync(DbConnection connection, string sql, object values, CancellationToken cancellationToken)
    {
        var calls = new List<CallView>();
        await using (var rows = await connection.ExecuteReaderAsync(new CommandDefinition(sql, values, cancellationToken: cancellationToken)))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                calls.Add(CallView.Of(rows));
            }
        }

        var names = await KeyNames.ReadAsync(connection);
        return calls.ConvertAll(c => c with { Key = c.KeyId is { } key ? names.Of(key) : null });
    }
}
