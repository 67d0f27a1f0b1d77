using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Health;
using Gyre.Kernel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Routing;

public sealed class RouteFolderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<RouteFolder> OpenAsync(RouteWorkspace workspace) =>
        RouteFolder.OpenAsync(workspace.Folder, workspace, workspace, workspace.Book, NullLogger.Instance, Stop);

    [Fact]
    public async Task A_changed_file_is_taken_over_and_a_request_keeps_the_table_it_began_with()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: openai}");
        using var routes = await OpenAsync(workspace);
        var before = routes.Current;

        workspace.Write("1.yaml", "{kind: deployment, name: b, connection: openai}");
        await routes.CheckAsync();

        Assert.NotNull(routes.Current.Find("b"));
        Assert.Null(before.Find("b"));
    }

    [Fact]
    public async Task Faulty_files_leave_the_table_as_it_was_and_are_told_until_they_are_right()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: openai}");
        using var routes = await OpenAsync(workspace);
        var before = routes.Current;

        workspace.Write("0.yaml", "{kind: deployment, name: a, connection: opnai}");
        workspace.Write("1.yaml", "{kind: deployment, name: b, connection: openai}");
        await routes.CheckAsync();

        Assert.Same(before, routes.Current);
        Assert.Equal("gateway/0.yaml:1: There is no connection 'opnai'. Did you mean 'openai'? 'gyre connection list' shows what there is.", Assert.Single(routes.Faults).ToString());

        workspace.Write("0.yaml", "{kind: deployment, name: a, connection: backup}");
        await routes.CheckAsync();
        Assert.Empty(routes.Faults);
        Assert.NotNull(routes.Current.Find("b"));
    }

    [Fact]
    public async Task A_connection_that_comes_later_is_known_at_the_next_check()
    {
        using var workspace = new RouteWorkspace();
        using var routes = await OpenAsync(workspace);

        workspace.Connections.Add(RouteWorkspace.Connection("late"));
        await routes.CheckAsync();

        Assert.NotNull(routes.Current.Find("late/model"));
    }

    [Fact]
    public async Task Nothing_is_read_again_while_nothing_changes()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: openai}");
        using var routes = await OpenAsync(workspace);
        var before = routes.Current;

        await routes.CheckAsync();

        Assert.Same(before, routes.Current);
    }

    [Fact]
    public async Task The_clock_looks_for_changes_every_five_seconds()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: openai}");
        using var routes = await OpenAsync(workspace);
        var changed = new TaskCompletionSource();
        routes.Changed += (_, _) => changed.TrySetResult();

        workspace.Connections.Add(RouteWorkspace.Connection("late"));
        workspace.Time.Advance(TimeSpan.FromSeconds(5));

        await changed.Task.WaitAsync(Stop);
        Assert.NotNull(routes.Current.Find("late/model"));
    }

    [Fact]
    public async Task A_written_file_is_noticed_at_once()
    {
        using var workspace = new RouteWorkspace();
        using var routes = await RouteFolder.OpenAsync(workspace.Folder, workspace, workspace, new HealthBook(TimeProvider.System), NullLogger.Instance, Stop);
        var changed = new TaskCompletionSource();
        routes.Changed += (_, _) => changed.TrySetResult();

        workspace.Write("a.yaml", "{kind: deployment, name: a, connection: openai}");

        await changed.Task.WaitAsync(Stop);
        Assert.NotNull(routes.Current.Find("a"));
    }

    [Fact]
    public async Task Files_that_are_faulty_at_the_start_stop_it_with_every_fault()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: a, connection: opnai}", "{kind: pool, name: b}");

        var e = await Assert.ThrowsAsync<ProblemException>(() => OpenAsync(workspace));

        Assert.Equal(("route-invalid", "gateway/1.yaml", 1), (e.Problem.Code, e.Problem.File, e.Problem.Line));
        Assert.Contains("gateway/0.yaml:1: There is no connection 'opnai'.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_means_no_files()
    {
        using var workspace = new RouteWorkspace();
        Directory.Delete(workspace.Folder);
        using var routes = await OpenAsync(workspace);

        workspace.Write("a.yaml", "{kind: deployment, name: a, connection: openai}");
        await routes.CheckAsync();

        Assert.Equal(1, routes.Current.Count);
    }
}
