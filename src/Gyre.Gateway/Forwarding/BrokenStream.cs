using Gyre.Models.Dialects;

namespace Gyre.Gateway.Forwarding;

/// <summary>Ends a stream that was cut on its way, so that the client does not take a part for the whole.</summary>
internal static class BrokenStream
{
    // The words are few; a client that does not take them does not read at all.
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    /// <summary>Tells the client in its dialect why the rest does not come.</summary>
    public static async Task EndAsync(ClientCall call, ProviderError error, TimeProvider time)
    {
        call.Dialect.OpenWriter(new ChatCall { Model = call.Model, Stream = true }, new AnswerStamp(call.Id.ToString("N"), DateTimeOffset.UnixEpoch))
            .Write(new AnswerFailed(error), call.Http.Response.BodyWriter);
        await FlushAsync(call, time);
    }

    /// <summary>Gives the client its last bytes, or hangs up.</summary>
    public static async Task FlushAsync(ClientCall call, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(LongestFlush, time);
        try
        {
            await call.Http.Response.BodyWriter.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            call.Http.Abort();
        }
    }
}
