using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>A server of its own over a workspace, and what is asked of <c>/api/v1</c> there.</summary>
internal sealed class ApiClient : IAsyncDisposable
{
    private readonly GyreServer server;
    private readonly HttpClient http;

    private ApiClient(TemporaryFolder workspace, GyreServer server) => (Workspace, this.server, http) = (workspace, server, new HttpClient { BaseAddress = server.Address });

    public TemporaryFolder Workspace { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ApiClient> StartAsync()
    {
        var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "connections: { offline: { type: offline } }");
        return new ApiClient(workspace, await Door.StartAsync(workspace));
    }

    public Task<JsonElement> GetAsync(string path) => http.GetFromJsonAsync<JsonElement>($"api/v1/{path}", Stop);

    public Task<string> TextAsync(string path) => http.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative), Stop);

    public async Task<(HttpStatusCode Status, JsonElement Body)> DeleteAsync(string path)
    {
        using var answer = await http.DeleteAsync(new Uri($"api/v1/{path}", UriKind.Relative), Stop);
        return (answer.StatusCode, answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    /// <summary>Sends a file as the body.</summary>
    public Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, string file) => PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(file)));

    /// <summary>Sends JSON.</summary>
    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body) => PostAsync(path, JsonContent.Create(body));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        Workspace.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, HttpContent content)
    {
        using (content)
        {
            using var answer = await http.PostAsync(new Uri($"api/v1/{path}", UriKind.Relative), content, Stop);
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
        }
    }
}
