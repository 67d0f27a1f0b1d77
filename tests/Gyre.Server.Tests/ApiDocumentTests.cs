using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>The document of the API, which clients are generated from.</summary>
public sealed class ApiDocumentTests(Door door)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_document_is_the_served_one() =>
        Approved.Matches((await ReadAsync()).ToJsonString(Readable) + "\n", RepositoryFiles.At("docs", "reference", "openapi.json"));

    [Fact]
    public async Task Every_route_has_a_name_a_summary_typed_answers_and_its_problems()
    {
        var faults = new List<string>();
        foreach (var (path, methods) in (await ReadAsync())["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var route = $"{method} {path}";
                faults.AddRange(((string?)operation!["operationId"], (string?)operation["summary"]) is ({ Length: > 0 }, { Length: > 0 }) ? [] : [$"{route}: no operationId or summary"]);
                foreach (var (status, answer) in operation["responses"]!.AsObject())
                {
                    var schema = answer!["content"]?.AsObject().First().Value!["schema"];
                    faults.AddRange(status == "204" || schema?["$ref"] is not null || (string?)schema?["type"] == "array" ? [] : [$"{route}: {status} has no type"]);
                }

                faults.AddRange(new[] { "401", "403", "503" }.Where(s => operation["responses"]![s] is null).Select(s => $"{route}: {s} is missing"));
            }
        }

        Assert.Empty(faults);
    }

    private async Task<JsonObject> ReadAsync()
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonObject>(new Uri(door.Server.Address, "api/v1/openapi.json"), Stop))!;
    }
}
