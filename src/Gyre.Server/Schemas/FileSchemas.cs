using System.Reflection;
using System.Text.Json.Nodes;
using Gyre.Gateway.Administration;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Server.Schemas;

/// <summary><c>/api/v1/schemas</c>: the JSON Schemas of our file formats, for editors. Any valid key may read them.</summary>
internal static class FileSchemas
{
    private const string Folder = "schemas/";

    private static readonly Assembly Assembly = typeof(FileSchemas).Assembly;

    public static void MapFileSchemas(this IEndpointRouteBuilder routes)
    {
        var schemas = routes.MapAdministration("Schemas", everyKey: true).MapGroup("/schemas");
        schemas.MapGet("/{name}", Show).WithName("ShowSchema").WithSummary("The JSON Schema of a file format, by its name: flow.dag, flow.flex, prompty.v1, run, evaluation, gate …")
            .Tells(404);
    }

    private static Ok<JsonObject> Show(string name)
    {
        using var schema = Assembly.GetManifestResourceStream($"{Folder}{name}.schema.json") ?? throw new ProblemException(new Problem("schema-not-found", $"There is no schema '{name}'. There are {string.Join(", ", Names())}."));
        return TypedResults.Ok((JsonObject)JsonNode.Parse(schema)!);
    }

    private static IEnumerable<string> Names() => Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..^".schema.json".Length]).Order(StringComparer.Ordinal);
}
