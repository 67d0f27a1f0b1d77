using System.Collections.Frozen;
using Gyre.Gateway.Admission;

namespace Gyre.Gateway.Callers;

/// <summary>Who is behind a presented key: one snapshot in memory, swapped at once when keys change anywhere.</summary>
public sealed class CallerDirectory
{
    private readonly TimeProvider time;
    private readonly KeyStore keys;
    private readonly GroupStore groups;
    private volatile FrozenDictionary<KeyHash, Entry> entries = FrozenDictionary<KeyHash, Entry>.Empty;

    internal CallerDirectory(KeyStore keys, GroupStore groups, TimeProvider time) => (this.keys, this.groups, this.time) = (keys, groups, time);

    /// <summary>Whether any key was ever made; until then the loopback may be served without one.</summary>
    public bool HasKeys => entries.Count > 0;

    /// <summary>The caller, or null where the key may not be used now; <see cref="Explain"/> says why. No IO, no allocation.</summary>
    public Caller? Find(ReadOnlySpan<char> presentedKey) =>
        entries.TryGetValue(KeyHash.Of(presentedKey), out var entry) && Fault(entry) is null ? entry.Caller : null;

    /// <summary>Why <see cref="Find"/> gave nothing.</summary>
    public Refusal Explain(ReadOnlySpan<char> presentedKey) => WhyNot(presentedKey, out _);

    /// <summary>As <see cref="Explain"/>.</summary>
    /// <param name="presentedKey">The key as sent.</param>
    /// <param name="known">Whose key it is, though it may not be used; null where nobody's.</param>
    internal Refusal WhyNot(ReadOnlySpan<char> presentedKey, out Caller? known)
    {
        known = null;
        if (presentedKey.IsEmpty)
        {
            return new Refusal(Causes.KeyMissing, null, "A key is needed: send it as Authorization: Bearer gyre_… (or x-api-key, api-key, x-goog-api-key). Make one with gyre key create.", null);
        }

        if (entries.TryGetValue(KeyHash.Of(presentedKey), out var entry))
        {
            known = entry.Caller;
            var name = known.Name;
            return new Refusal(
                Fault(entry) ?? Causes.KeyUnknown,
                name,
                Fault(entry) switch
                {
                    Causes.KeySuspended => $"Key '{name}' is suspended. Whoever looks after keys can resume it: gyre key resume '{name}'.",
                    Causes.KeyRevoked => $"Key '{name}' is revoked. Ask for a new one.",
                    Causes.KeyExpired when entry.IsOld => $"This text of key '{name}' was replaced and its grace is over. Use the new one.",
                    Causes.KeyExpired => $"Key '{name}' expired on {entry.Key.ExpiresAt:u}. Ask for a new one.",
                    _ => $"Key '{name}' has just been changed. Try again.",
                },
                null);
        }

        return presentedKey.StartsWith(KeyText.Mark, StringComparison.Ordinal) && !KeyText.IsWellFormed(presentedKey)
            ? new Refusal(Causes.KeyMalformed, null, "This is not a whole key: characters are missing or mistyped.", null)
            : new Refusal(Causes.KeyUnknown, null, "This key is not known here.", null);
    }

    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var projects = (await groups.ListAsync(GroupKind.Project, cancellationToken)).ToDictionary(g => g.Name, StringComparer.Ordinal);
        var teams = (await groups.ListAsync(GroupKind.Team, cancellationToken)).ToDictionary(g => g.Name, StringComparer.Ordinal);
        var fresh = new Dictionary<KeyHash, Entry>();
        foreach (var stored in await keys.AllAsync(cancellationToken))
        {
            var key = stored.Key;
            var project = key.Project is { } p ? projects.GetValueOrDefault(p) : null;
            var team = (key.Team ?? project?.Team) is { } t ? teams.GetValueOrDefault(t) : null;
            var caller = new Caller
            {
                KeyId = key.Id.ToString(),
                Prefix = key.Prefix,
                Name = key.Name,
                Team = team?.Name,
                Project = project?.Name,
                CostCenter = key.CostCenter ?? project?.CostCenter ?? team?.CostCenter,
                Scopes = key.Scopes,
                Tags = key.Tags,
            };
            fresh[stored.Hash] = new Entry(caller, key, IsOld: false);
            if (stored.OldHash is { } old)
            {
                fresh[old] = new Entry(caller, key, IsOld: true);
            }
        }

        entries = fresh.ToFrozenDictionary();
    }

    private string? Fault(Entry entry) => entry.Key.State switch
    {
        KeyState.Suspended => Causes.KeySuspended,
        KeyState.Revoked => Causes.KeyRevoked,
        _ when entry.Until is { } until && until <= time.GetUtcNow() => Causes.KeyExpired,
        _ => null,
    };

    private sealed record Entry(Caller Caller, CallerKey Key, bool IsOld)
    {
        /// <summary>The old text ends with its grace, or with the key if that is sooner.</summary>
        public DateTimeOffset? Until { get; } = IsOld && !(Key.ExpiresAt < Key.OldTextUntil) ? Key.OldTextUntil : Key.ExpiresAt;
    }
}
