using System.Diagnostics;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Admission;

/// <summary>Several processes with many callers each spend one budget as fast as they can; some of them are killed while they do.</summary>
public sealed class ManyProcessesTests
{
    private const string Order = "GYRE_TEST_SPENDER";
    private const int Callers = 16;
    private const int Processes = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Together_they_spend_the_budget_and_no_more_though_half_of_them_are_killed(string kind)
    {
        using var records = new TemporaryFolder();
        await using var place = await AccountsPlace.MakeAsync(kind);
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));
        var spenders = Enumerable.Range(0, Processes).Select(i => Start($"{place.Address}\n{place.Folder}\n{records.At($"{i}")}")).ToList();
        try
        {
            await WaitAsync(() => Directory.GetFiles(records.Path).Length == Processes);
            records.Write("go", "");
            // Killed in the middle: when a part of the budget is spent.
            await WaitAsync(() => Recorded(records) > 20_000);
            foreach (var victim in spenders.Take(Processes / 2))
            {
                victim.Kill(entireProcessTree: true);
            }

            foreach (var spender in spenders)
            {
                await spender.WaitForExitAsync(Stop);
            }
        }
        finally
        {
            spenders.ForEach(s => s.Kill(entireProcessTree: true));
            spenders.ForEach(s => s.Dispose());
        }

        // Every settled call wrote a byte first, so what is recorded is what was settled, give or take the calls in the killed processes' hands.
        var recorded = Recorded(records) * Spender.Cost;
        await node.RunRoundAsync(Stop);
        await using var last = await place.NodeAsync();
        var spent = (await last.Quotas.ShowAsync(QuotaKind.Budget, "all", Stop)).Spent;

        Assert.True(spent <= 1_000_000_000, $"{spent}");
        Assert.InRange(spent, recorded - (Processes / 2 * Callers * Spender.Cost), recorded);
        var rest = (1_000_000_000 - spent) / Spender.Cost;
        for (var i = 0; i < rest; i++)
        {
            (await last.AdmitAsync(new NanoDollars(Spender.Cost).Dollars)).Settle(new NanoDollars(Spender.Cost).Dollars);
        }

        await last.RefuseAsync(new NanoDollars(Spender.Cost).Dollars);
    }

    private static long Recorded(TemporaryFolder records) => Directory.GetFiles(records.Path).Sum(f => new FileInfo(f).Length);

    private static Process Start(string order)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ManyProcessesTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter-class");
        start.ArgumentList.Add(typeof(Spender).FullName!);
        start.Environment[Order] = order;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task WaitAsync(Func<bool> happened)
    {
        var patience = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "the spenders did not begin");
            await Task.Delay(10, Stop);
        }
    }

    /// <summary>What the processes run; by itself it has no order and spends nothing.</summary>
    public sealed class Spender
    {
        /// <summary>Of one call, in billionths: 100,000 calls spend the budget.</summary>
        public const long Cost = 10_000;

        [Fact]
        public async Task Spends_what_it_is_ordered_to_until_it_is_refused()
        {
            if (Environment.GetEnvironmentVariable(Order)?.Split('\n') is not [var address, var folder, var record])
            {
                return;
            }

            var database = await GyreDatabase.OpenAsync(address, [RoomMigrations.Of(typeof(Accounts).Assembly)], Stop);
            await using var accounts = await Accounts.OpenAsync(folder, database, TimeProvider.System, NullLogger<Accounts>.Instance, Stop);
            using var file = File.OpenHandle(record, FileMode.Create, FileAccess.Write, FileShare.Read);
            long written = 0;
            while (!File.Exists(Path.Combine(Path.GetDirectoryName(record)!, "go")))
            {
                await Task.Delay(10, Stop);
            }

            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
            {
                // The worst case is four times what the call turns out to cost.
                while ((await accounts.AskAsync(new NanoDollars(4 * Cost).Dollars)).Reservation is { } call)
                {
                    await Task.Yield();
                    RandomAccess.Write(file, [1], Interlocked.Increment(ref written) - 1);
                    call.Settle(new NanoDollars(Cost).Dollars);
                }
            })));
        }
    }
}
