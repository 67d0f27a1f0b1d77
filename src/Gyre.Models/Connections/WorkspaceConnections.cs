using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Connections;

/// <summary>The connections of a workspace's <c>gyre.yaml</c>, read anew at each look-up: it is a file that people edit.</summary>
internal sealed class WorkspaceConnections(string file) : IUnfilledConnections
{
    /// <summary>All of them, in the order of the file.</summary>
    public static IReadOnlyList<Connection> All(string file) => [.. WorkspaceFile.Read(file).Connections.Select(c => Read(file, c.Key, c.Value))];

    public ValueTask<Connection?> FindUnfilledAsync(string name, CancellationToken cancellationToken)
    {
        if (!WorkspaceFile.Read(file).Connections.TryGetValue(name, out var map))
        {
            return new((Connection?)null);
        }

        return new(Read(file, name, map));
    }

    private static Connection Read(string file, string name, YamlMap map)
    {
        var reader = new ConnectionReader(file);
        return reader.Read(map, name) ?? throw new ProblemException(reader.Faults[0]);
    }
}
