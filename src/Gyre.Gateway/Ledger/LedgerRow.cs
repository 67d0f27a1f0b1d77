using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Ledger;

/// <summary>How a call ended.</summary>
public enum CallOutcome
{
    /// <summary>The provider answered to the end.</summary>
    Answered,

    /// <summary>Answered from our cache.</summary>
    Cached,

    /// <summary>Refused here: key, limit, budget, policy, bad request. The provider was not asked.</summary>
    Refused,

    /// <summary>The client went away before the end.</summary>
    Cancelled,

    /// <summary>The provider failed, or the way to it.</summary>
    Failed,
}

/// <summary>One call, for ever: who, what, where, how much, how long. Null is "not known" or "none".</summary>
public sealed record LedgerRow
{
    /// <summary>UUIDv7; also the request id the client sees.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the request came.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Id of the key; null without one.</summary>
    public string? KeyId { get; init; }

    public string? Team { get; init; }

    public string? Project { get; init; }

    public string? CostCenter { get; init; }

    /// <summary>The caller's own user, as the request names it.</summary>
    public string? EndUser { get; init; }

    /// <summary>What was asked, as <see cref="Models.Providers.ModelOperation"/> has it.</summary>
    public required string Operation { get; init; }

    /// <summary>The model as the client named it.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>The deployment or pool that served it.</summary>
    public string? Deployment { get; init; }

    public string? Connection { get; init; }

    /// <summary>By the catalog's name.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that answered, as the provider names it.</summary>
    public string? Model { get; init; }

    public string? Region { get; init; }

    /// <summary>The provider's tier of service (flex, priority), as the answer says.</summary>
    public string? ServiceTier { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary>HTTP status the client saw; 499 where it had gone.</summary>
    public required int Status { get; init; }

    /// <summary>Why it was refused or failed, from the closed vocabulary.</summary>
    public string? Cause { get; init; }

    /// <summary>Requests sent to providers.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether it was served by a lower tier because a higher one pushed back.</summary>
    public bool Spilled { get; init; }

    public bool Streamed { get; init; }

    /// <summary>What was used; null where the provider did not say and nothing could be estimated.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Version of the price book the cost was worked out with.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Null: the price is not known.</summary>
    public NanoDollars? Cost { get; init; }

    /// <summary>
    /// What <see cref="Cost"/> is made of, as <see cref="ChargeText"/> writes it; of an answer from our cache, what was saved.
    /// Null where nothing was priced.
    /// </summary>
    public string? Charges { get; init; }

    public required TimeSpan Total { get; init; }

    /// <summary>Waiting for providers, all attempts.</summary>
    public TimeSpan? Upstream { get; init; }

    /// <summary>From the request to the first token.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>W3C trace id.</summary>
    public string? TraceId { get; init; }
}
