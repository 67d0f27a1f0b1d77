using System.Net;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Who comes to an address where nothing is hears where to go.</summary>
public sealed class FrontPageTests : IAsyncLifetime
{
    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", "name: test");
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task The_root_says_what_this_is_and_where_clients_go()
    {
        using var answer = await http!.GetAsync(new Uri("/", UriKind.Relative), Stop);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"{server!.Address}v1\n", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/chat/completions")]
    [InlineData("/nowhere")]
    public async Task A_forgotten_end_of_the_base_address_is_told(string path)
    {
        using var answer = await http!.PostAsync(new Uri(path, UriKind.Relative), new StringContent("{}"), Stop);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("error");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains($"{server!.Address}v1", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_of_the_administration_is_a_problem_of_its_form()
    {
        using var answer = await http!.GetAsync(new Uri("/api/v1/kyes", UriKind.Relative), Stop);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_wrong_method_stays_one()
    {
        using var answer = await http!.DeleteAsync(new Uri("/health", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await server!.DisposeAsync();
        workspace.Dispose();
    }
}
