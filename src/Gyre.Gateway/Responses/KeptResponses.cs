using System.Collections.Concurrent;
using Dapper;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Responses;

/// <summary>
/// Remembers which connection made which response, so that it can be asked for by its id, and be built upon, by those and only those it was made for.
/// The newest are in memory; all are in the database, for other nodes and the next start, as long as providers keep responses.
/// </summary>
internal sealed partial class KeptResponses(GyreDatabase database, TimeProvider time, ILogger<KeptResponses> log)
{
    // OpenAI keeps them for 30 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromHours(6);

    private const int LongestShown = 80;

    private const int MostInMemory = 20_000;

    private readonly ConcurrentDictionary<(string Id, string Tenant), KeptResponse> newest = new();
    private long cleanedAt = long.MinValue;

    /// <summary>What a caller is told of a response that is not kept for it, whether it exists or not.</summary>
    public static string NotFound(string id) =>
        $"No response '{(id.Length > LongestShown ? id[..LongestShown] + "…" : id)}' is kept for this key: only models whose provider speaks OpenAI's responses keep them, for 30 days, and unless 'store' is false.";

    /// <summary>Remembers a response.</summary>
    public async Task KeepAsync(string id, Caller caller, KeptResponse kept)
    {
        if (newest.Count >= MostInMemory)
        {
            newest.Clear();
        }

        var tenant = KeptResponse.TenantOf(caller);
        newest[(id, tenant)] = kept;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            await database.WriteAsync(
                async c =>
                {
                    await CleanAsync(c, now);
                    return await c.ExecuteAsync(
                        "INSERT INTO kept_responses (id, tenant, model, connection, created_at) VALUES (@id, @tenant, @Model, @Connection, @now) ON CONFLICT (id, tenant) DO NOTHING",
                        new { id, tenant, kept.Model, kept.Connection, now });
                },
                CancellationToken.None);
        }
        catch (ProblemException e)
        {
            // The answer is with the client; this node still knows it.
            LogUnwritten(id, e.Message);
        }
    }

    /// <summary>Where a response is; null where it was not made for the caller, or not here.</summary>
    public async ValueTask<KeptResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var tenant = KeptResponse.TenantOf(caller);
        return newest.TryGetValue((id, tenant), out var known)
            ? known
            : await database.ReadAsync(
                c => c.QuerySingleOrDefaultAsync<KeptResponse>("SELECT model, connection FROM kept_responses WHERE id = @id AND tenant = @tenant", new { id, tenant }), cancellationToken);
    }

    /// <summary>Forgets a response that its provider deleted.</summary>
    public Task ForgetAsync(string id, Caller caller)
    {
        var tenant = KeptResponse.TenantOf(caller);
        newest.TryRemove((id, tenant), out _);
        return database.WriteAsync(c => c.ExecuteAsync("DELETE FROM kept_responses WHERE id = @id AND tenant = @tenant", new { id, tenant }), CancellationToken.None);
    }

    private async Task CleanAsync(System.Data.Common.DbConnection connection, long now)
    {
        var before = Interlocked.Read(ref cleanedAt);
        if (before + (long)BetweenCleanings.TotalMilliseconds > now && before != long.MinValue)
        {
            return;
        }

        Interlocked.Exchange(ref cleanedAt, now);
        await connection.ExecuteAsync("DELETE FROM kept_responses WHERE created_at < @oldest", new { oldest = now - (long)Longest.TotalMilliseconds });
    }

    [LoggerMessage(EventId = 3003, EventName = "gateway.response.unwritten", Level = LogLevel.Warning, Message = "Which connection keeps response {ResponseId} could not be written down: {Reason}")]
    private partial void LogUnwritten(string responseId, string reason);
}
