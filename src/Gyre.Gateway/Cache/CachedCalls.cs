using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Routing;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Cache;

/// <summary>
/// The way of one admitted call where its deployment or pool gives answers again: from the cache, or by <see cref="CallRunner"/> and into it.
/// Whole answers serve plain and streamed requests, kept streams only requests that want them the same way.
/// </summary>
internal sealed class CachedCalls(AnswerCache cache, CallRunner runner, CallAccounts accounts, TimeProvider time)
{
    // Whoever asks the same while it is being answered waits for that answer.
    private readonly ConcurrentDictionary<CacheKey, TaskCompletionSource> underWay = new();

    /// <summary>Runs a call to its end.</summary>
    public Task RunAsync(ClientCall call, RouteTable table, Pool pool, Reservation? reservation) =>
        pool.Cache is { } policy ? RunAsync(call, table, pool, policy, reservation) : runner.RunAsync(call, table, pool, reservation);

    private async Task RunAsync(ClientCall call, RouteTable table, Pool pool, CachePolicy policy, Reservation? reservation)
    {
        var wish = CacheWish.Of(call.Http.Request.Headers, policy);
        if (!wish.Uses || CacheKey.Of(call, pool) is not { } whole)
        {
            call.Http.Response.Headers[CacheWish.Header] = "bypass";
            await runner.RunAsync(call, table, pool, reservation);
            return;
        }

        var key = call.Stream ? whole.Streamed(call.Peek.StreamOptions.In(call.Body.Span)) : whole;
        if (Find(call, key, whole, wish, out var age) is { } found)
        {
            await RepeatAsync(call, pool, found, age, reservation);
            return;
        }

        if (call.Stream)
        {
            // It would wait for the end of another; a whole answer comes no later.
            await AskAsync(call, table, pool, policy, key, reservation);
            return;
        }

        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = underWay.GetOrAdd(key, mine);
        if (first == mine)
        {
            try
            {
                // It may have come between the look and now.
                await RepeatOrAskAsync(call, table, pool, policy, key, wish, reservation);
            }
            finally
            {
                underWay.TryRemove(key, out _);
                mine.SetResult();
            }
        }
        else if (wish.Oldest <= TimeSpan.Zero)
        {
            await AskAsync(call, table, pool, policy, key, reservation);
        }
        else if (await HasComeAsync(first.Task, call, pool, reservation))
        {
            // Where the other failed, or its answer is not to be kept, there is no second wait.
            await RepeatOrAskAsync(call, table, pool, policy, key, wish, reservation);
        }
    }

    private Task RepeatOrAskAsync(ClientCall call, RouteTable table, Pool pool, CachePolicy policy, CacheKey key, CacheWish wish, Reservation? reservation) =>
        cache.Find(key, wish.Oldest, out var age) is { } come ? RepeatAsync(call, pool, come, age, reservation) : AskAsync(call, table, pool, policy, key, reservation);

    private CachedAnswer? Find(ClientCall call, in CacheKey key, in CacheKey whole, in CacheWish wish, out TimeSpan age)
    {
        if (cache.Find(key, wish.Oldest, out age) is { } found)
        {
            return found;
        }

        return call.Stream && call.Operation.IsChat && cache.Find(whole, wish.Oldest, out age) is { } plain ? Streamed(call, plain) : null;
    }

    /// <summary>A whole answer as the stream of the client's dialect; null where something of it would be lost.</summary>
    private CachedAnswer? Streamed(ClientCall call, CachedAnswer plain)
    {
        try
        {
            var chat = call.Chat();
            var written = new ArrayBufferWriter<byte>(plain.Bytes.Length * 2);
            var writer = call.Dialect.OpenWriter(chat, new AnswerStamp(call.Id.ToString("N"), time.GetUtcNow()));
            foreach (var next in AnswerEvents.Of(call.Dialect.ReadAnswer(plain.Bytes)))
            {
                writer.Write(next, written);
            }

            return plain with { Bytes = written.WrittenSpan.ToArray(), ContentType = call.Dialect.StreamContentType };
        }
        catch (Exception e) when (e is ProblemException or ProviderErrorException or JsonException)
        {
            // The request holds what only its own dialect has.
            return null;
        }
    }

    private async Task AskAsync(ClientCall call, RouteTable table, Pool pool, CachePolicy policy, CacheKey key, Reservation? reservation)
    {
        var response = call.Http.Response;
        response.Headers[CacheWish.Header] = "miss";
        using var copy = new AnswerCopy(response.BodyWriter, cache.LongestAnswer, time);
        call.Answer = copy;
        var record = await runner.RunAsync(call, table, pool, reservation);

        // What a fallback answered is not what was asked for: the next request may get that.
        if (record is { Outcome: CallOutcome.Answered, Status: StatusCodes.Status200OK, Target: { } target } && record.Pool == pool && !copy.TooLong && IsWhole(call, response, copy.Written.Span))
        {
            cache.Keep(
                key,
                new CachedAnswer(copy.Written.ToArray(), response.ContentType!, copy.LastAt) { Target = target, Model = record.Model, ServiceTier = record.ServiceTier, Usage = record.Usage },
                policy.Ttl);
        }
    }

    // A stream that came to its end has no more to prove.
    private static bool IsWhole(ClientCall call, HttpResponse response, ReadOnlySpan<byte> written) =>
        response is { ContentType: { } type, Headers.ContentEncoding.Count: 0 }
        && (call.Stream ? !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) : type.Contains("json", StringComparison.OrdinalIgnoreCase) && WholeAnswer.Is(written));

    /// <summary>Waits for the answer of another request; false where the client left meanwhile, and all is told.</summary>
    private async Task<bool> HasComeAsync(Task other, ClientCall call, Pool pool, Reservation? reservation)
    {
        try
        {
            await other.WaitAsync(call.Aborted);
            return true;
        }
        catch (OperationCanceledException)
        {
            var record = new CallRecord(call, time) { Pool = pool };
            record.ClientLeft();
            accounts.Close(record, null, [], reservation);
            return false;
        }
    }

    private async Task RepeatAsync(ClientCall call, Pool pool, CachedAnswer answer, TimeSpan age, Reservation? reservation)
    {
        var record = new CallRecord(call, time) { Pool = pool, Target = answer.Target, Model = answer.Model, ServiceTier = answer.ServiceTier, Cost = NanoDollars.Zero };
        try
        {
            var response = call.Http.Response;
            response.ContentType = answer.ContentType;
            response.Headers[CacheWish.Header] = "hit";
            response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            response.Headers["x-gyre-target"] = answer.Target.Name;
            if (call.Stream)
            {
                response.Headers.CacheControl = "no-cache";
            }
            else
            {
                response.ContentLength = answer.Bytes.Length;
            }

            await response.BodyWriter.WriteAsync(answer.Bytes, call.Aborted);
            record.Usage = answer.Usage;
            record.Ends(CallOutcome.Cached, StatusCodes.Status200OK, null);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            record.ClientLeft();
        }
        finally
        {
            accounts.CloseCached(record, reservation);
        }
    }
}
