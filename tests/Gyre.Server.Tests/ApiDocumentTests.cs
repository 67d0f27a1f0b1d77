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
                    faults.AddRange(status == "204" || schema?["$ref"] is not null || (string?)schema?["type"] is "array" or "string" ? [] : [$"{route}: {status} has no type"]);
                    faults.AddRange(answer["description"] is null ? [$"{route}: {status} is not described"] : []);
                }

                faults.AddRange(operation["responses"]!.AsObject().Any(r => r.Key[0] == '2') ? [] : [$"{route}: nothing is said of what it answers"]);
                faults.AddRange(new[] { "401", "403", "503" }.Where(s => operation["responses"]![s] is null).Select(s => $"{route}: {s} is missing"));
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_property_is_described()
    {
        var bare = (await ReadAsync())["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]?.AsObject().Where(p => string.IsNullOrWhiteSpace((string?)p.Value!["description"])).Select(p => $"{schema.Key}.{p.Key}") ?? []);

        Assert.Empty(string.Join('\n', bare));
    }

    [Fact]
    public async Task Every_refusal_is_told_as_a_problem_of_this_api()
    {
        var others = (await ReadAsync())["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().SelectMany(o => o.Value!["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5').Select(r => (Route: $"{o.Key} {path.Key} {r.Key}", Body: r.Value!["content"]))))
            .Where(r => r.Body?.AsObject() is not { Count: 1 } body || (string?)body["application/problem+json"]?["schema"]?["$ref"] != "#/components/schemas/ApiProblem")
            .Select(r => r.Route);

        Assert.Empty(string.Join('\n', others));
    }

    private async Task<JsonObject> ReadAsync()
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonObject>(new Uri(door.Server.Address, "api/v1/openapi.json"), Stop))!;
    }
}
