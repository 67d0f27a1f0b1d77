namespace Gyre.Models.Connections;

/// <summary>Connections at hand.</summary>
internal sealed class GivenConnections(IReadOnlyList<Connection> connections) : IUnfilledConnections
{
    public ValueTask<Connection?> FindUnfilledAsync(string name, CancellationToken cancellationToken) =>
        new(connections.FirstOrDefault(c => c.Name == name));
}
