namespace Gyre.Gateway.Admission;

/// <summary>A quota and where it stands in its current period.</summary>
/// <param name="Quota">The rule.</param>
/// <param name="Subject">What it is for, by the name people know; empty for everyone.</param>
/// <param name="Amount">What holds now, in the rule's unit.</param>
/// <param name="Spent">Settled, as far as the nodes have told: at most a second old.</param>
/// <param name="Held">Leased to nodes and not spent: reserved by calls under way, or at hand for the next ones.</param>
/// <param name="EndsAt">When the period ends; null where it does not.</param>
public sealed record QuotaStatus(Quota Quota, string Subject, long Amount, long Spent, long Held, DateTimeOffset? EndsAt);
