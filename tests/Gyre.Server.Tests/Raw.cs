using System.Net.Http.Headers;
using System.Text;

namespace Gyre.Server.Tests;

/// <summary>Bytes to and from the gateway, as no client's library changes them.</summary>
internal static class Raw
{
    // A stream that is left is closed at once, and not read for two seconds more.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero });

    public static async Task<HttpResponseMessage> SendAsync(Uri server, string path, string body, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public static async Task<(int Status, string Text)> PostAsync(Uri server, string path, string body, string key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(server, path, body, key, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
