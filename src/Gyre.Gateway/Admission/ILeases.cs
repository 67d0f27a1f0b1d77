namespace Gyre.Gateway.Admission;

/// <summary>What nodes agree on through the database. A failed call may have happened or not; callers must be right in both cases.</summary>
internal interface ILeases
{
    /// <summary>Asks for more of a quota; the row that guards it is locked meanwhile.</summary>
    Task<Lease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Tells what was spent and what is no longer wanted.</summary>
    Task TellAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken);

    /// <summary>Ends leases: what was spent is added for good.</summary>
    Task EndAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken);

    /// <summary>Ends every lease of a dead node; where <paramref name="spent"/> is null each counts as spent in full.</summary>
    Task TakeOverAsync(string node, IReadOnlyDictionary<MeterKey, long>? spent, CancellationToken cancellationToken);

    /// <summary>Shows that a node lives and what other nodes show; gives each node's beat.</summary>
    Task<IReadOnlyDictionary<string, long>> BeatAsync(string node, CancellationToken cancellationToken);

    /// <summary>The change counters: of the rules, and of leases that fell short.</summary>
    Task<(long Version, long Wanted)> StateAsync(CancellationToken cancellationToken);

    /// <summary>Meters that some node was short of since a count.</summary>
    Task<IReadOnlyList<MeterKey>> WantedSinceAsync(long wanted, CancellationToken cancellationToken);

    /// <summary>What all nodes together have spent, as far as they told.</summary>
    Task<long> SpentAsync(MeterKey key, CancellationToken cancellationToken);

    /// <summary>Forgets what limits counted in periods that began before a time; budgets are kept.</summary>
    Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Remembers the highest percent that was warned of; false where another node was first.</summary>
    Task<bool> WarnAsync(MeterKey key, int percent, CancellationToken cancellationToken);
}

/// <summary>An ask for a lease.</summary>
/// <param name="Key">Of what.</param>
/// <param name="Node">For whom.</param>
/// <param name="Granted">What the node holds now.</param>
/// <param name="Spent">What it has spent of it.</param>
/// <param name="Need">Less is of no use now.</param>
/// <param name="Want">More is not needed.</param>
/// <param name="Now">For overrides.</param>
/// <param name="Dead">Nodes that no longer show signs of life; leases of concurrency ended with them.</param>
internal sealed record LeaseRequest(MeterKey Key, string Node, long Granted, long Spent, long Need, long Want, DateTimeOffset Now, IReadOnlyCollection<string> Dead);

/// <summary>The answer.</summary>
/// <param name="More">To be added to what is held; at least the need, or nothing.</param>
/// <param name="Shortage">Set where nothing came.</param>
/// <param name="Stale">The rule was changed meanwhile: read it again.</param>
internal sealed record Lease(long More, Shortage? Shortage, bool Stale);

/// <summary>One node's side of a meter.</summary>
internal sealed record LeaseState(MeterKey Key, long Granted, long Spent);
