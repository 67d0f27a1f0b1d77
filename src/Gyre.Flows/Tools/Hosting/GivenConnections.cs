using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tools.Hosting;

/// <summary>Connections that Python code gives as objects in a model's settings, found by name before those that are stored.</summary>
internal sealed class GivenConnections : IConnectionSource
{
    private readonly Dictionary<string, Connection> given = new(StringComparer.Ordinal);
    private readonly IConnectionSource stored;

    private GivenConnections(IConnectionSource stored) => this.stored = stored;

    /// <summary>The settings with names in place of objects.</summary>
    public PythonDict Settings { get; private set; } = [];

    public static GivenConnections Of(PythonDict settings, IConnectionSource stored)
    {
        var connections = new GivenConnections(stored);
        connections.Settings = (PythonDict)connections.Named(settings)!;
        return connections;
    }

    public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) =>
        given.TryGetValue(name, out var connection) ? ValueTask.FromResult<Connection?>(connection) : stored.FindAsync(name, cancellationToken);

    private object? Named(object? value)
    {
        switch (value)
        {
            case ConnectionValue { Connection: var connection }:
                var name = string.IsNullOrEmpty(connection.Name) ? $"given {given.Count + 1}" : connection.Name;
                given[name] = connection;
                return name;
            case PythonDict dict:
                var copy = new PythonDict(dict.Count);
                foreach (var (key, item) in dict)
                {
                    copy[key] = Named(item);
                }

                return copy;
            default:
                return value;
        }
    }
}
