namespace Gyre.Models.Connections;

/// <summary>How to reach a provider: a type, plain configs, and secrets that are never printed.</summary>
public sealed record Connection
{
    /// <summary>Unique in its store.</summary>
    public required string Name { get; init; }

    /// <summary>Class name as the original has it (<c>AzureOpenAIConnection</c>, <c>OpenAIConnection</c>, <c>CustomConnection</c> …), or ours (<c>OfflineConnection</c>, <c>ReplayConnection</c>).</summary>
    public required string Type { get; init; }

    /// <summary><c>module</c>; <c>promptflow.connections</c> unless written.</summary>
    public string Module { get; init; } = "promptflow.connections";

    /// <summary>Plain fields (<c>api_base</c>, <c>api_version</c>, the configs of a custom connection …), defaults filled in.</summary>
    public IReadOnlyDictionary<string, string?> Configs { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Secret fields (<c>api_key</c>, the secrets of a custom connection).</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A field, config or secret, or null where it has none.</summary>
    public string? this[string field] => Secrets.TryGetValue(field, out var secret) ? secret : Configs.GetValueOrDefault(field);

    /// <summary>Type and name only: secrets never reach a message or log.</summary>
    public override string ToString() => $"{Type} '{Name}'";
}

/// <summary>Finds connections by name.</summary>
public interface IConnectionSource
{
    /// <summary>The connection with its secrets, or null.</summary>
    ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken);
}
