namespace Gyre.Models.Connections;

/// <summary>Finds connections as they are written, references and all.</summary>
internal interface IUnfilledConnections
{
    /// <summary>The connection, secrets decrypted, or null.</summary>
    ValueTask<Connection?> FindUnfilledAsync(string name, CancellationToken cancellationToken);
}

/// <summary>The first of several sources that has it; then what variables override; then references filled, but only of what was not overridden.</summary>
internal sealed class FilledConnections(IReadOnlyList<IUnfilledConnections> sources, Func<string, string?>? environment) : IConnectionSource
{
    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;

    public async ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.FindUnfilledAsync(name, cancellationToken) is { } found)
            {
                return ConnectionReferences.Resolve(Overridden(found), environment);
            }
        }

        return null;
    }

    private Connection Overridden(Connection found) => found with
    {
        Configs = found.Configs.ToDictionary(c => c.Key, c => Variable(found.Name, c.Key) ?? c.Value, StringComparer.Ordinal),
        Secrets = found.Secrets.ToDictionary(s => s.Key, s => Variable(found.Name, s.Key) ?? s.Value, StringComparer.Ordinal),
    };

    // CONNECTION_KEY as the original has it; shells allow no hyphens, so an underscore does for whatever is no letter or digit.
    private string? Variable(string connection, string key)
    {
        var written = $"{connection}_{key}".ToUpperInvariant();
        return environment(written) ?? environment(string.Concat(written.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')));
    }
}
