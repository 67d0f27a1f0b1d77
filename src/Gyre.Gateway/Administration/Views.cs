using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Administration;

/// <summary>A key as the API and the command line show it; its text only in the answer that made it.</summary>
/// <param name="Id">It stays when the key is rotated; the ledger names the key by it.</param>
/// <param name="Name">Unique among keys that are not revoked.</param>
/// <param name="Prefix">How its text begins, to tell it from others.</param>
/// <param name="State">Whether it lets in.</param>
/// <param name="Team">Whose it is; null for nobody's.</param>
/// <param name="Project">What it is for; null for nothing in particular.</param>
/// <param name="CostCenter">Who pays for its calls; null where the team or project says it.</param>
/// <param name="Models">Patterns of models; empty allows all.</param>
/// <param name="Endpoints">Patterns of operations; empty allows all but administration.</param>
/// <param name="Regions">Patterns of regions; empty allows all.</param>
/// <param name="Tags">Labels of its maker's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="OldTextUntil">Until when its text before the last rotation works too; null where it no longer does.</param>
/// <param name="Text">The key itself, where this answer made it; else absent.</param>
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
/// <param name="Name">Unique among its kind.</param>
/// <param name="Description">What it is, in its maker's words.</param>
/// <param name="Team">The team that a project is of; null where it is of none, and for teams and cost centers.</param>
/// <param name="CostCenter">Who pays; null where it is not said here.</param>
/// <param name="CreatedAt">When it was made.</param>
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
/// <param name="Name">Unique among budgets or limits.</param>
/// <param name="Level">What it is over.</param>
/// <param name="Subject">The key, team, project or cost center; null for everyone.</param>
/// <param name="Model">Pattern of the models it counts; null for all.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Amount">How much there may be in each span of time.</param>
/// <param name="Per">The span of time.</param>
/// <param name="Hard">Whether calls beyond it are refused; else they are only told.</param>
/// <param name="Unpriced">Whether a hard budget lets calls pass whose price is not known.</param>
/// <param name="WarnAt">Percents at which it warns.</param>
/// <param name="Suspended">Whether it is put aside.</param>
/// <param name="OverrideAmount">The amount that holds for a while; null where none does.</param>
/// <param name="OverrideUntil">Until when that holds.</param>
/// <param name="Spent">Used in the span of now.</param>
/// <param name="Held">Held back for calls under way.</param>
/// <param name="EndsAt">When the span of now ends; null where it has no end.</param>
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
/// <param name="Number">Grows by one with each change.</param>
/// <param name="At">When it was made.</param>
/// <param name="Actor">Who made it: <c>key:</c> and a name, <c>local</c> for this machine, <c>gyre</c> for the program itself.</param>
/// <param name="Action">What was done, as <c>budget.created</c>.</param>
/// <param name="Subject">The name of what it was done to.</param>
/// <param name="Before">What it was; null where it was made.</param>
/// <param name="After">What it is since; null where it was removed.</param>
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
