using Dapper;
using Gyre.Gateway;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>A row of the usage ledger, as far as tests look at it.</summary>
internal sealed record LedgerLine
{
    public required string Outcome { get; init; }

    public required long Status { get; init; }

    public string? Cause { get; init; }

    public required string Requested_Model { get; init; }

    public long? Output { get; init; }

    public long? Cost { get; init; }
}

/// <summary>Reads a workspace's usage ledger.</summary>
internal static class Ledger
{
    /// <summary>The rows, when there are as many: a call's row is written after its answer's last byte.</summary>
    public static async Task<IReadOnlyList<LedgerLine>> ReadAsync(GyreServer server, string file, int count, CancellationToken cancellationToken)
    {
        for (var turn = 0; ; turn++)
        {
            await server.Gateway.Ledger.FlushAsync(cancellationToken);
            var rows = await ReadAsync(file, cancellationToken);
            if (rows.Count >= count || turn == 200)
            {
                return rows;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    public static async Task<IReadOnlyList<LedgerLine>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var database = await GyreDatabase.OpenAsync(file, [RoomMigrations.Of(typeof(GatewayRoom).Assembly)], cancellationToken);
        return await database.ReadAsync(
            async connection => (await connection.QueryAsync<LedgerLine>("SELECT outcome, status, cause, requested_model, output, cost FROM usage_ledger ORDER BY id")).AsList(),
            cancellationToken);
    }
}
