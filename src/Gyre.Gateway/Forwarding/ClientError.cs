using System.Buffers;
using System.Globalization;
using Gyre.Gateway.Admission;
using Gyre.Models.Dialects;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Forwarding;

/// <summary>
/// Tells an error in the client's own envelope. <c>x-gyre-cause</c> names it in the gateway's closed vocabulary, so that a client can tell
/// our refusals from the provider's: those of ours begin with <c>caller_</c>, <c>policy_</c> or <c>gateway_</c>.
/// </summary>
internal static class ClientError
{
    /// <summary>The header that names the cause.</summary>
    public const string CauseHeader = "x-gyre-cause";

    /// <summary>A no of the gateway's own.</summary>
    public static Task RefuseAsync(HttpResponse response, IChatDialect dialect, Refusal refusal) => WriteAsync(
        response,
        dialect,
        refusal.Cause,
        new ProviderError(ProviderError.KindOf(refusal.Status), refusal.Status, refusal.Message) { Code = refusal.Cause, RetryAfter = refusal.RetryAfter });

    /// <summary>An answer has not begun.</summary>
    public static async Task WriteAsync(HttpResponse response, IChatDialect dialect, string cause, ProviderError error)
    {
        var body = new ArrayBufferWriter<byte>();
        dialect.WriteError(error, body);
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers[CauseHeader] = cause;
        Wait(response, error.RetryAfter);
        await response.BodyWriter.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }

    /// <summary>Says in both usual forms when to come back.</summary>
    public static void Wait(HttpResponse response, TimeSpan? wait)
    {
        if (wait is { } after)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = Math.Max(1, Math.Ceiling(after.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
