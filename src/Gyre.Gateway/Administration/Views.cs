using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Administration;

/// <summary>A key as the API and the command line show it; its text only in the answer that made it.</summary>
public sealed record KeyView(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("prefix")] string Prefix,
    [property: JsonPropertyName("state"), AllowedValues("active", "suspended", "revoked")] string State,
    [property: JsonPropertyName("team")] string? Team,
    [property: JsonPropertyName("project")] string? Project,
    [property: JsonPropertyName("cost_center")] string? CostCenter,
    [property: JsonPropertyName("models")] IReadOnlyList<string> Models,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<string> Endpoints,
    [property: JsonPropertyName("regions")] IReadOnlyList<string> Regions,
    [property: JsonPropertyName("tags")] IReadOnlyDictionary<string, string> Tags,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("expires_at")] DateTimeOffset? ExpiresAt,
    [property: JsonPropertyName("old_text_until")] DateTimeOffset? OldTextUntil,
    [property: JsonPropertyName("key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null)
{
    public static KeyView Of(CallerKey k, string? text = null) => new(
        k.Id, k.Name, k.Prefix, k.State switch { KeyState.Active => "active", KeyState.Suspended => "suspended", _ => "revoked" },
        k.Team, k.Project, k.CostCenter, k.Scopes.Models, k.Scopes.Endpoints, k.Scopes.Regions, k.Tags, k.CreatedAt, k.ExpiresAt, k.OldTextUntil, text);
}

/// <summary>A team, project or cost center.</summary>
public sealed record GroupView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("team")] string? Team,
    [property: JsonPropertyName("cost_center")] string? CostCenter,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt)
{
    public static GroupView Of(Group g) => new(g.Name, g.Description, g.Team, g.CostCenter, g.CreatedAt);
}

/// <summary>A limit or budget and where it stands; money in dollars.</summary>
public sealed record QuotaView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("level"), AllowedValues("everyone", "cost_center", "team", "project", "key")] string Level,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("unit"), AllowedValues("usd", "tokens", "requests", "concurrency")] string Unit,
    [property: JsonPropertyName("amount")] decimal Amount,
    [property: JsonPropertyName("per"), AllowedValues("minute", "hour", "day", "month", "calendar_month", "total")] string Per,
    [property: JsonPropertyName("hard")] bool Hard,
    [property: JsonPropertyName("unpriced"), AllowedValues("refuse", "allow")] string Unpriced,
    [property: JsonPropertyName("warn_at")] IReadOnlyList<int> WarnAt,
    [property: JsonPropertyName("suspended")] bool Suspended,
    [property: JsonPropertyName("override_amount")] decimal? OverrideAmount,
    [property: JsonPropertyName("override_until")] DateTimeOffset? OverrideUntil,
    [property: JsonPropertyName("spent")] decimal Spent,
    [property: JsonPropertyName("held")] decimal Held,
    [property: JsonPropertyName("ends_at")] DateTimeOffset? EndsAt)
{
    public static QuotaView Of(QuotaStatus s)
    {
        var q = s.Quota;
        return new(
            q.Name, QuotaWords.Word(q.Level), s.Subject.Length == 0 ? null : s.Subject, q.Model, QuotaWords.Word(q.Unit), Shown(q.Amount), QuotaWords.Word(q.Span), q.Hard,
            q.AllowUnpriced ? "allow" : "refuse", q.WarnAt, q.Suspended, q.Override is { } o ? Shown(o.Amount) : null, q.Override?.Until, Shown(s.Spent), Shown(s.Held), s.EndsAt);

        decimal Shown(long amount) => q.Unit == QuotaUnit.Usd ? new NanoDollars(amount).Dollars : amount;
    }
}

/// <summary>A change.</summary>
public sealed record AuditView(
    [property: JsonPropertyName("number")] long Number,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("actor")] string Actor,
    [property: JsonPropertyName("action")] string Action,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("before")] JsonObject? Before,
    [property: JsonPropertyName("after")] JsonObject? After)
{
    public static AuditView Of(AuditEntry e) => new(e.Number, e.At, e.Actor, e.Action, e.Subject, e.Before, e.After);
}
