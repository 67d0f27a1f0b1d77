using Gyre.Models.Dialects;

namespace Gyre.Gateway.Forwarding;

/// <summary>Ends a stream that was cut on its way, so that the client does not take a part for the whole.</summary>
internal static class BrokenStream
{
    public static async Task EndAsync(ClientCall call, ProviderError error)
    {
        var client = call.Http.Response.BodyWriter;
        call.Dialect.OpenWriter(new ChatCall { Model = call.Model, Stream = true }, new AnswerStamp(call.Id.ToString("N"), DateTimeOffset.UnixEpoch)).Write(new AnswerFailed(error), client);
        await client.FlushAsync(call.Http.RequestAborted);
    }
}
