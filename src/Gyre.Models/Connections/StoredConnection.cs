namespace Gyre.Models.Connections;

/// <summary>A connection as the store lists it: secrets masked.</summary>
/// <param name="Connection">Every secret is <see cref="Mask"/>; references are as written.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record StoredConnection(Connection Connection, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>What stands for a secret wherever one is shown.</summary>
    public const string Mask = "******";

    /// <summary>What to show, in order: name, type, module, the fields, the dates.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Shown =>
    [
        new("name", Connection.Name),
        new("type", ConnectionTypes.Find(Connection.Type)?.Name ?? Connection.Type),
        new("module", Connection.Module),
        .. Connection.Configs,
        .. Connection.Secrets.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)),
        new("created_date", CreatedAt.ToString("O")),
        new("last_modified_date", UpdatedAt.ToString("O")),
    ];
}
