using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Administration;

/// <summary>What makes a key.</summary>
public sealed record NewKey
{
    /// <summary>Unique among keys that are not revoked.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("team")]
    public string? Team { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("project")]
    public string? Project { get; init; }

    /// <summary>Who pays; null where the team or project says it.</summary>
    [JsonPropertyName("cost_center")]
    public string? CostCenter { get; init; }

    /// <summary>Patterns of models; null or empty allows all.</summary>
    [JsonPropertyName("models")]
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Patterns of operations; null or empty allows all but administration.</summary>
    [JsonPropertyName("endpoints")]
    public IReadOnlyList<string>? Endpoints { get; init; }

    /// <summary>Patterns of regions; null or empty allows all.</summary>
    [JsonPropertyName("regions")]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Labels of your own.</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>When it ends by itself; null for never.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    public CallerKey ToKey() => new()
    {
        Id = Guid.Empty,
        Name = Name,
        Team = Team,
        Project = Project,
        CostCenter = CostCenter,
        Scopes = new CallerScopes(Models ?? [], Endpoints ?? [], Regions ?? []),
        Tags = Tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
        ExpiresAt = ExpiresAt,
    };
}

/// <summary>How long the old text of a rotated key goes on working.</summary>
/// <param name="GraceSeconds">Seconds; 0 ends it at once.</param>
public sealed record Rotation([property: JsonPropertyName("grace_seconds")] long GraceSeconds);

/// <summary>What makes or changes a team, project or cost center.</summary>
public sealed record NewGroup
{
    /// <summary>Needed to make one; ignored by a change.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The team that a project is of.</summary>
    [JsonPropertyName("team")]
    public string? Team { get; init; }

    /// <summary>Who pays, of a team or project.</summary>
    [JsonPropertyName("cost_center")]
    public string? CostCenter { get; init; }
}

/// <summary>What makes a limit or budget.</summary>
public sealed record NewQuota
{
    /// <summary>Unique among budgets or limits.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>everyone</c>, <c>cost_center</c>, <c>team</c>, <c>project</c> or <c>key</c>.</summary>
    [JsonPropertyName("level")]
    [AllowedValues("everyone", "cost_center", "team", "project", "key")]
    public string Level { get; init; } = "everyone";

    /// <summary>Name of the key, team, project or cost center.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }

    /// <summary>Pattern of models; null for all.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary><c>usd</c> or <c>tokens</c> for a budget; <c>requests</c>, <c>tokens</c> or <c>concurrency</c> for a limit.</summary>
    [JsonPropertyName("unit")]
    [AllowedValues("usd", "tokens", "requests", "concurrency")]
    public required string Unit { get; init; }

    /// <summary>In the unit; money in dollars.</summary>
    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    /// <summary><c>minute</c> (limits only), <c>hour</c>, <c>day</c>, <c>month</c>, <c>calendar_month</c> or <c>total</c>.</summary>
    [JsonPropertyName("per")]
    [AllowedValues("minute", "hour", "day", "month", "calendar_month", "total")]
    public string? Per { get; init; }

    /// <summary>Whether calls beyond it are refused.</summary>
    [JsonPropertyName("hard")]
    public bool Hard { get; init; } = true;

    /// <summary>Whether a hard budget lets calls pass whose price is not known: <c>refuse</c> or <c>allow</c>.</summary>
    [JsonPropertyName("unpriced")]
    [AllowedValues("refuse", "allow")]
    public string Unpriced { get; init; } = "refuse";

    /// <summary>Percents at which to warn.</summary>
    [JsonPropertyName("warn_at")]
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <exception cref="ProblemException"><c>quota-invalid</c>.</exception>
    public Quota ToQuota(QuotaKind kind)
    {
        var unit = QuotaWords.ReadUnit(Unit);
        return new Quota
        {
            Id = Guid.Empty,
            Kind = kind,
            Name = Name,
            Level = QuotaWords.ReadLevel(Level),
            Subject = Subject ?? "",
            Model = Model,
            Unit = unit,
            Amount = QuotaWords.ReadAmount(unit, Amount),
            Span = Per is { } per ? QuotaWords.ReadSpan(per) : unit == QuotaUnit.Concurrency ? QuotaSpan.Total
                : throw new ProblemException(new Problem("quota-invalid", "Say the span of time: minute (limits only), hour, day, month, calendar_month or total.") { Field = "per" }),
            Hard = Hard,
            AllowUnpriced = QuotaWords.ReadUnpriced(Unpriced),
            WarnAt = [.. (WarnAt ?? []).Distinct().Order()],
            StartsAt = default,
        };
    }
}

/// <summary>What changes a limit or budget; what is null stays.</summary>
public sealed record QuotaChange
{
    /// <summary>In the unit; money in dollars.</summary>
    [JsonPropertyName("amount")]
    public decimal? Amount { get; init; }

    /// <summary>Whether a hard budget lets calls pass whose price is not known.</summary>
    [JsonPropertyName("unpriced")]
    [AllowedValues("refuse", "allow")]
    public string? Unpriced { get; init; }

    /// <summary>Percents at which to warn.</summary>
    [JsonPropertyName("warn_at")]
    public IReadOnlyList<int>? WarnAt { get; init; }

    /// <exception cref="ProblemException"><c>quota-invalid</c>.</exception>
    public Quota ApplyTo(Quota quota) => quota with
    {
        Amount = Amount is { } amount ? QuotaWords.ReadAmount(quota.Unit, amount) : quota.Amount,
        AllowUnpriced = Unpriced is { } word ? QuotaWords.ReadUnpriced(word) : quota.AllowUnpriced,
        WarnAt = WarnAt is { } percents ? [.. percents.Distinct().Order()] : quota.WarnAt,
    };
}

/// <summary>Another amount for a while.</summary>
public sealed record NewOverride
{
    /// <summary>In the unit; money in dollars.</summary>
    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    /// <summary>When the amount of before holds again.</summary>
    [JsonPropertyName("until")]
    public required DateTimeOffset Until { get; init; }

    /// <exception cref="ProblemException"><c>quota-invalid</c>.</exception>
    public Quota ApplyTo(Quota quota) => quota with { Override = new QuotaOverride(QuotaWords.ReadAmount(quota.Unit, Amount), Until) };
}
