using Gyre.Workspace;

namespace Gyre.Models.Connections;

/// <summary>Where connections come from, put together.</summary>
public static class ConnectionSources
{
    /// <summary>
    /// What commands use: connections given for the run, then those of the workspace's <c>gyre.yaml</c>, then the store, then the stand-in.
    /// Whatever is found, a variable <c>CONNECTION_KEY</c> in upper case replaces that key, and references are filled.
    /// </summary>
    /// <param name="home">The workspace or home.</param>
    /// <param name="overrides">Given for this run; null for none.</param>
    /// <param name="environment">Reads a variable; the process's environment unless given.</param>
    public static IConnectionSource For(GyreHome home, IReadOnlyList<Connection>? overrides = null, Func<string, string?>? environment = null)
    {
        List<IUnfilledConnections> sources = [new GivenConnections(overrides ?? []), new ConnectionStore(home, environment: environment)];
        if (home.WorkspaceFile is { } file)
        {
            sources.Insert(1, new WorkspaceConnections(file));
        }

        sources.Add(new GivenConnections([Offline]));
        return new FilledConnections(sources, environment);
    }

    /// <summary>Connections at hand, references filled when asked for.</summary>
    public static IConnectionSource Of(IReadOnlyList<Connection> connections, Func<string, string?>? environment = null) =>
        new FilledConnections([new GivenConnections(connections)], environment);

    /// <summary>The connections of a workspace's <c>gyre.yaml</c>, references as written; none outside a workspace.</summary>
    /// <exception cref="Kernel.ProblemException">One of them is faulty.</exception>
    public static IReadOnlyList<Connection> InWorkspace(GyreHome home) => home.WorkspaceFile is { } file ? WorkspaceConnections.All(file) : [];

    /// <summary>The stand-in, which is there under this name where no other connection has it: a first result needs no file and no key.</summary>
    public static Connection Offline { get; } = new() { Name = "offline", Type = "OfflineConnection" };

    /// <summary>No connections.</summary>
    public static IConnectionSource None { get; } = Of([]);
}
