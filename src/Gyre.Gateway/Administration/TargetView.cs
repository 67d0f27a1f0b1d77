using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Health;
using Gyre.Models.Catalog;

namespace Gyre.Gateway.Administration;

/// <summary>Where calls can go.</summary>
/// <param name="Targets">By pool; those of the workspace's files first.</param>
/// <param name="Faults">What is wrong with the files since these targets were read; empty where these are those of the files.</param>
public sealed record TargetsView(
    [property: JsonPropertyName("targets")] IReadOnlyList<TargetView> Targets,
    [property: JsonPropertyName("faults")] IReadOnlyList<string> Faults);

/// <summary>A target at its place in a deployment or pool, as the answering node sees it.</summary>
/// <param name="Pool">The deployment or pool, as callers name it.</param>
/// <param name="Defined">Whether a file of the workspace has it; else callers asked for it as <c>connection/model</c> or by the model's own name.</param>
/// <param name="Name">The target's name.</param>
/// <param name="Connection">The connection it goes through.</param>
/// <param name="Provider">By the catalog's name; the connection's own where the catalog has none of its address.</param>
/// <param name="Model">As the provider names it.</param>
/// <param name="Region">Where data is processed; null where that is not known.</param>
/// <param name="Tier">Lower tiers are asked first.</param>
/// <param name="Weight">Share within the tier.</param>
/// <param name="Reserved">Whether its capacity is paid for whether used or not.</param>
/// <param name="State">Whether it may be asked now, and if not, why.</param>
/// <param name="ReadyAt">When it may be asked again; null where it may be now.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="FirstTokenP95">Milliseconds to the first token of nineteen of twenty recent streams; null before the twentieth.</param>
/// <param name="WholeP95">Milliseconds to the whole answer of nineteen of twenty other recent calls; null before the twentieth.</param>
public sealed record TargetView(
    [property: JsonPropertyName("pool")] string Pool,
    [property: JsonPropertyName("defined")] bool Defined,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("connection")] string Connection,
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("region")] string? Region,
    [property: JsonPropertyName("tier")] int Tier,
    [property: JsonPropertyName("weight")] int Weight,
    [property: JsonPropertyName("reserved")] bool Reserved,
    [property: JsonPropertyName("state"), AllowedValues("ready", "throttled", "open", "half_open", "probing", "credential_refused")] string State,
    [property: JsonPropertyName("ready_at")] DateTimeOffset? ReadyAt,
    [property: JsonPropertyName("in_flight")] int InFlight,
    [property: JsonPropertyName("first_token_p95_ms")] double? FirstTokenP95,
    [property: JsonPropertyName("whole_p95_ms")] double? WholeP95)
{
    internal static TargetView Of(Pool pool, Target target, bool defined, ModelCatalog catalog, TimeProvider time, DateTimeOffset now)
    {
        var (health, timestamp) = (target.Health, time.GetTimestamp());
        var state = health.At(timestamp);
        return new(
            pool.Name,
            defined,
            target.Name,
            target.Connection.Name,
            catalog.ProviderOf(target.Connection),
            target.BaseModel ?? target.Model,
            target.Region,
            target.Tier,
            target.Weight,
            target.Reserved,
            state switch
            {
                TargetState.Ready => "ready",
                TargetState.HalfOpen => "half_open",
                TargetState.Probing => "probing",
                TargetState.Throttled => "throttled",
                TargetState.Open => "open",
                _ => "credential_refused",
            },
            health.ReadyAt > timestamp ? now + time.GetElapsedTime(timestamp, health.ReadyAt) : null,
            health.InFlight,
            health.FirstToken.Percentile95?.TotalMilliseconds,
            health.Whole.Percentile95?.TotalMilliseconds);
    }
}
