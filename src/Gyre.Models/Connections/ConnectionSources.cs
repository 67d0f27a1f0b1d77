using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Models.Connections;

/// <summary>Where connections come from, put together.</summary>
public static class ConnectionSources
{
    /// <summary>
    /// What commands use: connections given for the run, then those of the workspace's <c>gyre.yaml</c>, then the store.
    /// Whatever is found, a variable <c>CONNECTION_KEY</c> in upper case replaces that key.
    /// </summary>
    /// <param name="home">The workspace or home.</param>
    /// <param name="overrides">Given for this run; null for none.</param>
    /// <param name="environment">Reads a variable; the process's environment unless given.</param>
    public static IConnectionSource For(GyreHome home, IReadOnlyList<Connection>? overrides = null, Func<string, string?>? environment = null)
    {
        List<IConnectionSource> sources = [];
        if (overrides is { Count: > 0 })
        {
            sources.Add(Of(overrides, environment));
        }

        if (home.WorkspaceFile is { } file)
        {
            sources.Add(new WorkspaceConnections(file, environment));
        }

        sources.Add(new ConnectionStore(home, environment: environment));
        return new EnvironmentOverrides(new ConnectionChain(sources), environment);
    }

    /// <summary>Connections at hand, references filled when asked for.</summary>
    public static IConnectionSource Of(IReadOnlyList<Connection> connections, Func<string, string?>? environment = null) => new FixedConnections(connections, environment);

    /// <summary>No connections.</summary>
    public static IConnectionSource None { get; } = Of([]);

    private sealed class FixedConnections(IReadOnlyList<Connection> connections, Func<string, string?>? environment) : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) =>
            new(connections.FirstOrDefault(c => c.Name == name) is { } found ? ConnectionReferences.Resolve(found, environment) : null);
    }
}

/// <summary>The first source that has it.</summary>
internal sealed class ConnectionChain(IReadOnlyList<IConnectionSource> sources) : IConnectionSource
{
    public async ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(name, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>The connections of a workspace's <c>gyre.yaml</c>.</summary>
internal sealed class WorkspaceConnections(string file, Func<string, string?>? environment) : IConnectionSource
{
    public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!WorkspaceFile.Read(file).Connections.TryGetValue(name, out var map))
        {
            return new((Connection?)null);
        }

        var reader = new ConnectionReader(file);
        var connection = reader.Read(map, name) ?? throw new ProblemException(reader.Faults[0]);
        return new(ConnectionReferences.Resolve(connection, environment));
    }
}

/// <summary>Replaces keys by variables named <c>CONNECTION_KEY</c>; what is no letter or digit may also be written as an underscore.</summary>
internal sealed class EnvironmentOverrides(IConnectionSource source, Func<string, string?>? environment) : IConnectionSource
{
    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;

    public async ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await source.FindAsync(name, cancellationToken) is not { } found)
        {
            return null;
        }

        return found with
        {
            Configs = found.Configs.ToDictionary(c => c.Key, c => Variable(name, c.Key) ?? c.Value, StringComparer.Ordinal),
            Secrets = found.Secrets.ToDictionary(s => s.Key, s => Variable(name, s.Key) ?? s.Value, StringComparer.Ordinal),
        };
    }

    private string? Variable(string connection, string key)
    {
        var written = $"{connection}_{key}".ToUpperInvariant();
        return environment(written) ?? environment(string.Concat(written.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')));
    }
}
