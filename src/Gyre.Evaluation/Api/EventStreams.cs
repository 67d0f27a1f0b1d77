using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gyre.Evaluation.Api;

/// <summary>Server-sent events of something that goes on: each change of what the store says, and how far it is.</summary>
internal static class EventStreams
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    /// <summary>States, one after another, until the last; the first comes at once, so that who comes back after a break sees the truth.</summary>
    /// <param name="read">Reads the state.</param>
    /// <param name="goesOn">Whether another will follow.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">The server's end.</param>
    /// <param name="cancellationToken">The listener's.</param>
    public static async IAsyncEnumerable<SseItem<T>> OfAsync<T>(
        Func<CancellationToken, Task<T>> read, Func<T, bool> goesOn, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        string? told = null;
        while (!either.IsCancellationRequested)
        {
            var state = await ReadAsync(read, either.Token);
            if (state is null)
            {
                yield break;
            }

            if (JsonSerializer.Serialize(state, JsonSerializerOptions.Web) is var now && now != told)
            {
                told = now;
                yield return new SseItem<T>(state, goesOn(state) ? "progress" : "end");
            }

            if (!goesOn(state) || !await WaitAsync(time, either.Token))
            {
                yield break;
            }
        }
    }

    private static async Task<T?> ReadAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await read(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or Kernel.ProblemException)
        {
            // The server ends, or it was deleted meanwhile.
            return null;
        }
    }

    private static async Task<bool> WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Beat, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
