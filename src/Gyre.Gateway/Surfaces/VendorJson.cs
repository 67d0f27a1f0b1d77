using System.Text.Json;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Forwarding;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>Answers that the gateway gives itself, in a vendor's form.</summary>
internal static class VendorJson
{
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        write(json);
    }

    public static Task RefuseAsync(HttpContext http, Dialect dialect, Refusal refusal) => ClientError.RefuseAsync(http.Response, ChatDialects.Of(dialect), refusal);
}
