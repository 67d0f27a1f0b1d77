using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Bench.Flows;

/// <summary>A flow of prompt nodes needs no connection.</summary>
internal sealed class NoConnections : IConnectionSource
{
    public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);
}

/// <summary>Nor a model.</summary>
internal sealed class NoModels : IModelProviders
{
    public IModelProvider For(Connection connection) => throw new NotSupportedException("This benchmark calls no model.");
}
