using System.Diagnostics;
using Gyre.Server.Tests.Vendors;
using Gyre.Testing;
using Gyre.Workspace;

namespace Gyre.Server.Tests;

/// <summary>A <c>gyre up</c> that is told to stop in the middle of its work.</summary>
public sealed class StopTests
{
    private const int Streams = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_leaves_within_the_grace_has_left_by_itself()
    {
        using var workspace = new TemporaryFolder();
        await using var vendors = await VendorServer.StartAsync(Cancellation);
        workspace.Write("gyre.yaml", Door.Workspace(vendors.Address));
        var options = new ServerOptions { Home = new GyreHome(workspace.At(".gyre"), workspace.Path), Address = new Uri("http://127.0.0.1:0"), Environment = _ => null };
        await using (var server = await GyreServer.StartAsync(options, Cancellation))
        {
            var answer = await Raw.SendAsync(server.Address, "v1/chat/completions", """{"model":"openai/silent-1","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", "none", Cancellation);
            using var stop = new CancellationTokenSource();
            var waits = server.WaitAsync(stop.Token);
            await stop.CancelAsync();
            answer.Dispose();
            await waits;
        }

        Assert.Equal("caller_gone", (await Ledger.ReadAsync(workspace.At(".gyre", "gyre.db"), Cancellation)).Single().Cause);
    }

    [Fact]
    public async Task Streams_that_outlast_the_grace_are_cut_and_each_is_in_the_ledger()
    {
        using var workspace = new TemporaryFolder();
        await using var vendors = await VendorServer.StartAsync(Cancellation);
        workspace.Write("gyre.yaml", Door.Workspace(vendors.Address));
        var options = new ServerOptions
        {
            Home = new GyreHome(workspace.At(".gyre"), workspace.Path),
            Address = new Uri("http://127.0.0.1:0"),
            Environment = _ => null,
            Grace = TimeSpan.FromMilliseconds(200),
        };
        var began = 0L;
        await using (var server = await GyreServer.StartAsync(options, Cancellation))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(n => Raw.SendAsync(
                server.Address, "v1/chat/completions", $$"""{"model":"openai/silent-{{n}}","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", "none", Cancellation)));
            using var stop = new CancellationTokenSource();
            var waits = server.WaitAsync(stop.Token);
            began = Stopwatch.GetTimestamp();
            await stop.CancelAsync();
            await waits;
            Array.ForEach(answers, a => a.Dispose());
        }

        // The host's own patience is half a minute, and then the process is ended.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 15);
        var rows = await Ledger.ReadAsync(workspace.At(".gyre", "gyre.db"), Cancellation);
        Assert.Equal(Enumerable.Repeat(("cancelled", (string?)"gateway_stopping"), Streams), rows.Select(r => (r.Outcome, r.Cause)));
    }
}
