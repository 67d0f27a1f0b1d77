using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gyre.Gateway.Callers;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Every route that the document of the API has, asked by who may not.</summary>
public sealed class AdministratorsOnlyTests
{
    // What any valid key may ask: who it is, its own calls, and the schemas of files.
    private static readonly string[] ForEveryKey = ["get /api/v1/caller", "get /api/v1/calls/{id}", "get /api/v1/schemas/{name}"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_nothing_is_told_and_with_one_that_may_not_administer_only_what_is_written_here()
    {
        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "name: guarded");
        await using var server = await Door.StartAsync(workspace);
        var key = await server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "plain" }, "tests", Stop);
        await server.Gateway.Accounts.RefreshAsync(Stop);
        using var http = new HttpClient { BaseAddress = server.Address };
        var document = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFiles.At("docs", "reference", "openapi.json"), Stop))!;
        var faults = new List<string>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, _) in methods!.AsObject())
            {
                var route = $"{method} {path}";
                await ExpectAsync(route, null, HttpStatusCode.Unauthorized);
                await ExpectAsync(route, key.Text, ForEveryKey.Contains(route, StringComparer.Ordinal) ? null : HttpStatusCode.Forbidden);
            }
        }

        Assert.Empty(string.Join('\n', faults));

        async Task ExpectAsync(string route, string? text, HttpStatusCode? status)
        {
            var (method, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), path.Replace("{id}", $"{Guid.Empty}", StringComparison.Ordinal).Replace("{line}", "1", StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            request.Content = method == "get" ? null : new StringContent("{}", null, "application/json");
            request.Headers.Authorization = text is null ? null : new AuthenticationHeaderValue("Bearer", text);
            using var answer = await http.SendAsync(request, Stop);
            if (status is { } wanted ? answer.StatusCode != wanted : answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                faults.Add($"{route} {(text is null ? "without a key" : "with a plain key")}: {(int)answer.StatusCode}");
            }
        }
    }
}
