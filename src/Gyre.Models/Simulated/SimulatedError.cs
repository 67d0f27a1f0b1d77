using System.Buffers;
using System.Globalization;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Models.Simulated;

/// <summary>Errors in the envelope of the dialect that was spoken.</summary>
internal static class SimulatedError
{
    /// <summary>A fault that was asked for.</summary>
    public static ModelResponse Of(ModelOperation operation, int status, SimulationOptions options, TimeProvider time)
    {
        TimeSpan? wait = status is 429 or 503 ? options.RetryAfter : null;
        var inBody = wait is not null && options.RetryAfterForm == RetryAfterForm.Body;
        var error = new ProviderError(ProviderError.KindOf(status), status, $"Simulated {status}.") { RetryAfter = inBody ? wait : null };
        return Response(operation, error, wait is { } told ? Header(told, options.RetryAfterForm, time) : null);
    }

    /// <summary>A request that is wrong.</summary>
    public static ModelResponse Of(ModelOperation operation, int status, string message) => Response(operation, new ProviderError(ProviderError.KindOf(status), status, message), null);

    private static ModelResponse Response(ModelOperation operation, ProviderError error, KeyValuePair<string, string>? wait)
    {
        var to = new ArrayBufferWriter<byte>();
        (ChatDialects.Find(operation.Dialect) ?? ChatDialects.Of(Dialect.OpenAi)).WriteError(error, to);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["content-type"] = "application/json" };
        if (wait is var (name, value))
        {
            headers[name] = value;
        }

        return new ModelResponse(error.Status, headers, new MemoryStream(to.WrittenSpan.ToArray(), writable: false));
    }

    private static KeyValuePair<string, string>? Header(TimeSpan wait, RetryAfterForm form, TimeProvider time) => form switch
    {
        RetryAfterForm.Seconds => new("retry-after", Text(wait.TotalSeconds)),
        RetryAfterForm.Milliseconds => new("retry-after-ms", Text(wait.TotalMilliseconds)),
        RetryAfterForm.Azure => new("x-ms-retry-after-ms", Text(wait.TotalMilliseconds)),
        RetryAfterForm.Date => new("retry-after", (time.GetUtcNow() + wait).ToString("r", CultureInfo.InvariantCulture)),
        RetryAfterForm.Reset => new("x-ratelimit-reset-requests", Text(wait.TotalSeconds) + "s"),
        _ => null,
    };

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
