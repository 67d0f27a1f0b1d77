using Gyre.Gateway.Cache;
using Gyre.Gateway.Tests.Routing;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Cache;

public sealed class AnswerCacheTests : IDisposable
{
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(10);

    private readonly ManualTime time = new();
    private readonly RouteWorkspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void What_was_not_asked_for_the_longest_goes_first()
    {
        var cache = new AnswerCache(3 * 1512, time);
        cache.Keep(Key(1), Answer(1000), Ttl);
        cache.Keep(Key(2), Answer(1000), Ttl);
        cache.Keep(Key(3), Answer(1000), Ttl);
        cache.Find(Key(1), Ttl, out _);

        cache.Keep(Key(4), Answer(1000), Ttl);

        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(i => cache.Find(Key(i), Ttl, out _) is not null));
    }

    [Fact]
    public void It_never_holds_more_than_it_may()
    {
        var cache = new AnswerCache(100_000, time);
        var random = new Random(1);

        for (var i = 0; i < 2_000; i++)
        {
            cache.Keep(Key(random.Next(300)), Answer(random.Next(cache.LongestAnswer)), Ttl);
            Assert.InRange(cache.Bytes, 0, 100_000);
        }
    }

    [Fact]
    public void An_answer_in_place_of_another_counts_once()
    {
        var cache = new AnswerCache(100_000, time);

        cache.Keep(Key(1), Answer(1000), Ttl);
        cache.Keep(Key(1), Answer(500), Ttl);

        Assert.Equal(1012, cache.Bytes);
    }

    [Fact]
    public void What_is_too_old_goes_and_what_is_too_old_for_one_stays_for_others()
    {
        var cache = new AnswerCache(100_000, time);
        cache.Keep(Key(1), Answer(10), Ttl);

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Null(cache.Find(Key(1), TimeSpan.FromMinutes(5), out _));
        Assert.NotNull(cache.Find(Key(1), Ttl, out var age));
        Assert.Equal(TimeSpan.FromMinutes(9), age);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(cache.Find(Key(1), TimeSpan.MaxValue, out _));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void Many_threads_at_once_leave_its_books_in_order()
    {
        var cache = new AnswerCache(50_000, time);

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            if (i % 3 == 0)
            {
                cache.Keep(Key(i % 97), Answer(i % 1500), Ttl);
            }
            else
            {
                cache.Find(Key(i % 97), Ttl, out _);
            }
        });

        var there = Enumerable.Range(0, 97).Select(i => cache.Find(Key(i), Ttl, out _)).OfType<CachedAnswer>();
        Assert.Equal(there.Sum(a => a.Bytes.Length + 512), cache.Bytes);
    }

    private static CacheKey Key(int i) => new((UInt128)i, 0);

    private CachedAnswer Answer(int bytes) => new(new byte[bytes], "application/json", time.GetTimestamp()) { Target = workspace.Table.Find("openai/gpt-4.1")!.Targets[0] };
}
