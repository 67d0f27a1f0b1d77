using Gyre.Models.Connections;
using Gyre.Workspace;

namespace Gyre.Gateway.Routing;

/// <summary>The connections of a workspace as the routes see them: those of <c>gyre.yaml</c> first, then the stored ones.</summary>
internal sealed class WorkspaceRoutes(GyreHome home, TimeProvider time, Func<string, string?> environment) : IRouteConnections
{
    private readonly ConnectionStore store = new(home, time, environment);

    public async ValueTask<IReadOnlyList<Connection>> ListAsync(CancellationToken cancellationToken)
    {
        var written = ConnectionSources.InWorkspace(home);
        var stored = await store.ListAsync(cancellationToken);

        // Secrets are masked here; the day of the last change stands for them, so that a new key makes new targets.
        return
        [
            .. written,
            .. stored.Where(s => written.All(w => w.Name != s.Connection.Name))
                .Select(s => s.Connection with { Configs = new Dictionary<string, string?>(s.Connection.Configs, StringComparer.Ordinal) { ["updated_at"] = s.UpdatedAt.ToString("O") } }),
        ];
    }
}
