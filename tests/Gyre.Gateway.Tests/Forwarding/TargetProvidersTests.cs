using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Tests.Routing;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Tests.Forwarding;

public sealed class TargetProvidersTests : IDisposable
{
    private readonly ModelProviders models = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => models.Dispose();

    private TargetProviders Providers(params IReadOnlyList<Connection> there) => new(ConnectionSources.Of(there), models);

    [Fact]
    public async Task A_pool_is_prepared_with_all_that_it_may_fall_back_to()
    {
        using var workspace = new RouteWorkspace(
            "{kind: pool, name: a, targets: [{connection: openai, model: a}], fallback: {any: b}}",
            "{kind: pool, name: b, targets: [{connection: backup, model: b}], fallback: {any: a, context_window: offline/quote}}");
        var table = workspace.Table;
        var providers = Providers(workspace.Connections);

        await providers.PrepareAsync(table, table.Find("a")!, Stop);

        Assert.All((string[])["a", "b", "offline/quote"], name => Assert.NotNull(providers.Known(table.Find(name)!.Targets[0])));
    }

    [Fact]
    public async Task A_target_whose_connection_is_gone_is_left_out_while_there_is_another()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: a, targets: [{connection: openai, model: a}, {connection: backup, model: b}]}");
        var table = workspace.Table;
        var providers = Providers(RouteWorkspace.Connection("backup"));

        await providers.PrepareAsync(table, table.Find("a")!, Stop);

        Assert.Equal(["backup/b"], table.Find("a")!.Targets.Where(t => providers.Known(t) is not null).Select(t => t.Name));
        await Assert.ThrowsAsync<ProblemException>(() => Providers().PrepareAsync(table, table.Find("a")!, Stop).AsTask());
    }
}
