using Gyre.Models.Providers;
using Gyre.Wire.Http;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Forwarding;

/// <summary>Puts a provider's status and headers on the answer to the client.</summary>
internal static class AnswerHeaders
{
    /// <param name="from">The provider's answer.</param>
    /// <param name="to">The client's, not begun.</param>
    /// <param name="changed">Whether the body is not the provider's bytes: then what describes those is left out.</param>
    public static void Pass(ModelResponse from, HttpResponse to, bool changed)
    {
        to.StatusCode = from.Status;
        foreach (var (name, value) in from.Headers)
        {
            // Those of ours stay ours, though the provider may be a gateway of the same kind.
            if (PassedHeaders.MayComeDown(name) && !name.StartsWith("x-gyre-", StringComparison.Ordinal) && !(changed && name is "content-encoding" or "content-md5" or "digest" or "repr-digest"))
            {
                to.Headers[name] = value;
            }
        }
    }
}
