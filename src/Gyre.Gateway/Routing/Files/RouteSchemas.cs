using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gyre.Workspace.Schemas;

namespace Gyre.Gateway.Routing.Files;

/// <summary>The JSON Schemas of the files in <c>gateway/</c>, for editors.</summary>
internal static class RouteSchemas
{
    private static readonly (string Name, string Title, JsonTypeInfo Shape)[] Shapes =
    [
        ("deployment", "Gyre: a deployment, in gateway/", RouteShapes.Default.DeploymentShape),
        ("pool", "Gyre: a pool of targets, in gateway/", RouteShapes.Default.PoolShape),
    ];

    /// <summary>The names; each is written as <c>schemas/&lt;name&gt;.schema.json</c>.</summary>
    public static IEnumerable<string> Names => Shapes.Select(s => s.Name);

    /// <summary>One schema as its file holds it.</summary>
    public static string GetText(string name)
    {
        var (_, title, shape) = Shapes.First(s => s.Name == name);
        return FileSchema.TextOf(FileSchema.Of(title, shape));
    }
}

/// <summary>The shapes of the files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DeploymentShape))]
[JsonSerializable(typeof(PoolShape))]
internal sealed partial class RouteShapes : JsonSerializerContext;
