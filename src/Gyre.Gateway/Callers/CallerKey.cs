namespace Gyre.Gateway.Callers;

/// <summary>Whether a key works.</summary>
public enum KeyState
{
    Active,

    /// <summary>Not for now; may be resumed.</summary>
    Suspended,

    /// <summary>Never again.</summary>
    Revoked,
}

/// <summary>A key as it is kept: everything but its text.</summary>
public sealed record CallerKey
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among keys that are not revoked.</summary>
    public required string Name { get; init; }

    /// <summary>The first characters of its text.</summary>
    public string Prefix { get; init; } = "";

    public KeyState State { get; init; }

    public string? Team { get; init; }

    public string? Project { get; init; }

    /// <summary>Its own; where null, the project's or team's pays.</summary>
    public string? CostCenter { get; init; }

    public CallerScopes Scopes { get; init; } = CallerScopes.All;

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when the text before the last rotation works too.</summary>
    public DateTimeOffset? OldTextUntil { get; init; }
}

/// <summary>A key just made or rotated, with its text, which is shown once and kept nowhere.</summary>
/// <param name="Key">What is kept.</param>
/// <param name="Text">What the caller presents.</param>
public sealed record IssuedKey(CallerKey Key, string Text);
