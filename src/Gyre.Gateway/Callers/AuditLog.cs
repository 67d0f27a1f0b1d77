using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Gyre.Storage;

namespace Gyre.Gateway.Callers;

/// <summary>Who changed what in keys, groups, limits and budgets. Entries are written in the transaction of the change and never touched again.</summary>
public sealed class AuditLog
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GyreDatabase database;
    private readonly TimeProvider time;

    /// <summary>Over a database with this room's tables.</summary>
    public AuditLog(GyreDatabase database, TimeProvider time) => (this.database, this.time) = (database, time);

    /// <summary>The newest first.</summary>
    /// <param name="subject">Only of this key, group, limit or budget; null for all.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(string? subject, int most, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            connection => connection.QueryAsync<Row>(
                $"SELECT number, at, actor, action, subject, before, after FROM audit_entries {(subject is null ? "" : "WHERE subject = @subject")} ORDER BY number DESC LIMIT @most",
                new { subject, most }),
            cancellationToken)).Select(r => new AuditEntry(r.Number, DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.Actor, r.Action, r.Subject, Parse(r.Before), Parse(r.After)))];

    /// <summary>Writes an entry and tells every node that something changed.</summary>
    internal async Task AppendAsync(DbConnection connection, string actor, string action, string subject, object? before, object? after)
    {
        await connection.ExecuteAsync(
            "INSERT INTO audit_entries (at, actor, action, subject, before, after) VALUES (@at, @actor, @action, @subject, @before, @after)",
            new { at = time.GetUtcNow().ToUnixTimeMilliseconds(), actor, action, subject, before = Text(before), after = Text(after) });
        await connection.ExecuteAsync("UPDATE accounts_state SET version = version + 1 WHERE id = 1");
    }

    private static string? Text(object? value) => value is null ? null : JsonSerializer.Serialize(value, Options);

    private static JsonObject? Parse(string? text) => text is null ? null : JsonNode.Parse(text) as JsonObject;

    private sealed record Row(long Number, long At, string Actor, string Action, string Subject, string? Before, string? After);
}

/// <summary>One change.</summary>
/// <param name="Number">In order of time.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: the operating system's user behind the command line, or the key behind the API.</param>
/// <param name="Action">What, e.g. <c>key.revoked</c>.</param>
/// <param name="Subject">Name of what was changed.</param>
/// <param name="Before">As it was; null for what was made.</param>
/// <param name="After">As it became; null for what was deleted.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, string Actor, string Action, string Subject, JsonObject? Before, JsonObject? After);
