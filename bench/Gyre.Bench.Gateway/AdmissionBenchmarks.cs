using BenchmarkDotNet.Attributes;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Wire.Usage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Bench.Gateway;

/// <summary>What keys, limits and budgets cost a call while its node's slices last: three limits and two budgets.</summary>
[MemoryDiagnoser]
public class AdmissionBenchmarks
{
    private static readonly TokenUsage Usage = new() { FreshInput = 100, Output = 50 };

    private readonly string folder = Directory.CreateTempSubdirectory("gyre-bench-").FullName;
    private Accounts accounts = null!;
    private Caller caller = null!;
    private string key = "";

    /// <summary>A key with its rules, in a database of its own.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var database = await GyreDatabase.OpenAsync(Path.Combine(folder, "gyre.db"), [RoomMigrations.Of(typeof(Accounts).Assembly)], CancellationToken.None);
        accounts = await Accounts.OpenAsync(folder, database, TimeProvider.System, NullLogger<Accounts>.Instance, CancellationToken.None);
        key = (await accounts.Keys.CreateAsync(new CallerKey { Id = default, Name = "bench" }, "bench", CancellationToken.None)).Text;
        await AddAsync(QuotaKind.Limit, "requests", QuotaUnit.Requests, QuotaSpan.Day);
        await AddAsync(QuotaKind.Limit, "tokens", QuotaUnit.Tokens, QuotaSpan.Day);
        await AddAsync(QuotaKind.Limit, "at-once", QuotaUnit.Concurrency, QuotaSpan.Total);
        await AddAsync(QuotaKind.Budget, "dollars", QuotaUnit.Usd, QuotaSpan.CalendarMonth);
        await AddAsync(QuotaKind.Budget, "all-tokens", QuotaUnit.Tokens, QuotaSpan.CalendarMonth);
        await accounts.RefreshAsync(CancellationToken.None);
        caller = accounts.Directory.Find(key)!;
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await accounts.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>From the presented text to the caller.</summary>
    [Benchmark]
    public Caller? Find() => accounts.Directory.Find(key);

    /// <summary>Reserve from five rules, and settle.</summary>
    [Benchmark]
    public async Task<bool> AdmitAndSettle()
    {
        var admitted = await accounts.Admission.AdmitAsync(new CallIntent(caller, "gpt-4.1-mini", 100, 1000, new NanoDollars(2_000_000)), CancellationToken.None);
        return admitted.Reservation!.Settle(Usage, new NanoDollars(150_000));
    }

    private Task AddAsync(QuotaKind kind, string name, QuotaUnit unit, QuotaSpan span) => accounts.Quotas.CreateAsync(
        new Quota { Id = default, Kind = kind, Name = name, Level = QuotaLevel.Key, Subject = "bench", Unit = unit, Amount = long.MaxValue / 16, Span = span, StartsAt = default },
        "bench",
        CancellationToken.None);
}
