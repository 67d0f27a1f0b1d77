using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Models.Connections;

/// <summary>The connections of a workspace's <c>gyre.yaml</c>, read anew at each look-up: it is a file that people edit.</summary>
internal sealed class WorkspaceConnections(string file) : IUnfilledConnections
{
    public ValueTask<Connection?> FindUnfilledAsync(string name, CancellationToken cancellationToken)
    {
        if (!WorkspaceFile.Read(file).Connections.TryGetValue(name, out var map))
        {
            return new((Connection?)null);
        }

        var reader = new ConnectionReader(file);
        return new(reader.Read(map, name) ?? throw new ProblemException(reader.Faults[0]));
    }
}
