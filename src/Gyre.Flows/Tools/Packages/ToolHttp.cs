using System.Net.Http.Headers;
using System.Text;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Packages;

/// <summary>HTTP for the built-in tools: one client, answers read whole.</summary>
internal static class ToolHttp
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false })
    {
        Timeout = TimeSpan.FromMinutes(10),
        MaxResponseContentBufferSize = 100 * 1024 * 1024,
    };

    /// <summary>Sends one request.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached or did not answer in time.</exception>
    public static async Task<(int Status, HttpResponseHeaders Headers, string Text)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.SendAsync(request, cancellationToken);
            return ((int)response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer came within {Client.Timeout.TotalMinutes:0} minutes.", e);
        }
    }

    /// <summary>A body of JSON.</summary>
    public static StringContent Json(object? value) => new(PythonJson.Write(value), Encoding.UTF8, "application/json");
}
