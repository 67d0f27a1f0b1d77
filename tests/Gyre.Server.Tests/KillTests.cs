using System.Diagnostics;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Server.Tests.Vendors;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>A <c>gyre up</c> that is killed in the middle of its work.</summary>
public sealed class KillTests
{
    private const int Settled = 20, Streams = 100;

    // Enough for the reservations of all streams: 500 tokens of output each, and what its few words can be at most.
    private const long Budget = 200_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_9_amid_100_streams_loses_no_settled_call_keeps_no_reservation_and_breaks_no_budget()
    {
        using var workspace = new TemporaryFolder();
        await using var vendors = await VendorServer.StartAsync(Cancellation);
        workspace.Write("gyre.yaml", Door.Workspace(vendors.Address));
        var key = await PrepareAsync(workspace);

        using (var gyre = Start(workspace.Path))
        {
            var server = await AddressAsync(gyre);
            for (var call = 0; call < Settled; call++)
            {
                Assert.Equal(200, (await Raw.PostAsync(server, "v1/chat/completions", Body("plain-settled", stream: false), key, Cancellation)).Status);
            }

            var streams = Enumerable.Range(0, Streams).Select(n => Raw.SendAsync(server, "v1/chat/completions", Body($"silent-{n}", stream: true), key, Cancellation)).ToList();
            var answers = await Task.WhenAll(streams);
            Assert.All(answers, a => Assert.Equal(200, (int)a.StatusCode));
            gyre.Kill();
            await gyre.WaitForExitAsync(Cancellation);
            Array.ForEach(answers, a => a.Dispose());
        }

        await using var again = await Door.StartAsync(workspace);
        var rows = await Ledger.ReadAsync(again, workspace.At(".gyre", "gyre.db"), Settled, Cancellation);
        Assert.Equal(Settled, rows.Count(r => r is { Outcome: "answered", Requested_Model: "openai/plain-settled", Output: Said.Output }));

        // What was settled is spent, and what was reserved is free again: the whole rest can be asked for, and not a token more.
        var status = await again.Gateway.Accounts.Quotas.ShowAsync(QuotaKind.Budget, "tokens", Cancellation);
        Assert.Equal(Settled * 22, status.Spent);
        var left = Budget - status.Spent;
        Assert.Equal(429, (await Raw.PostAsync(again.Address, "v1/chat/completions", Body("plain-after", stream: false, most: left), key, Cancellation)).Status);
        Assert.Equal(200, (await Raw.PostAsync(again.Address, "v1/chat/completions", Body("plain-after", stream: false, most: left - 200), key, Cancellation)).Status);
    }

    private static async Task<string> PrepareAsync(TemporaryFolder workspace)
    {
        await using var server = await Door.StartAsync(workspace);
        var issued = await server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "app" }, "tests", Cancellation);
        await server.Gateway.Accounts.Quotas.CreateAsync(
            new Quota { Id = Guid.CreateVersion7(), Kind = QuotaKind.Budget, Name = "tokens", Level = QuotaLevel.Everyone, Unit = QuotaUnit.Tokens, Amount = Budget, Span = QuotaSpan.Total, StartsAt = DateTimeOffset.UnixEpoch },
            "tests",
            Cancellation);
        return issued.Text;
    }

    private static string Body(string model, bool stream, long most = 500) =>
        $$"""{"model":"openai/{{model}}","max_tokens":{{most}},"messages":[{"role":"user","content":"Hi"}],"stream":{{(stream ? "true" : "false")}} }""";

    private static Process Start(string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "gyre.exe" : "gyre");
        return Process.Start(new ProcessStartInfo(program, ["up", "--port", "0"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
    }

    private static async Task<Uri> AddressAsync(Process gyre)
    {
        while (await gyre.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("Gyre serves at ", StringComparison.Ordinal))
            {
                return new Uri(line["Gyre serves at ".Length..]);
            }
        }

        throw new InvalidOperationException("gyre up did not start.");
    }
}
