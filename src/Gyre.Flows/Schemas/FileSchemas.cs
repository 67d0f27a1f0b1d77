using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gyre.Workspace.Schemas;

namespace Gyre.Flows.Schemas;

/// <summary>The JSON Schema of every file format, for editors. They are stricter than the readers: a key that is not known is an error here and a warning there.</summary>
internal static class FileSchemas
{
    private static readonly (string Name, string Title, JsonTypeInfo Shape)[] Shapes =
    [
        ("flow.dag", "prompt flow: flow.dag.yaml, with Gyre's extensions", SnakeCaseShapes.Default.DagShape),
        ("flow.flex", "prompt flow: flow.flex.yaml", SnakeCaseShapes.Default.FlexShape),
        ("prompty.v1", "prompt flow: front matter of a .prompty", SnakeCaseShapes.Default.PromptyV1Shape),
        ("prompty.v2", "Prompty v2: front matter of a .prompty", CamelCaseShapes.Default.PromptyV2Shape),
        ("run", "prompt flow: run.yaml", SnakeCaseShapes.Default.RunShape),
        ("connection", "prompt flow: a connection file, with Gyre's own types", SnakeCaseShapes.Default.ConnectionShape),
        ("gyre", "Gyre: gyre.yaml, a workspace", SnakeCaseShapes.Default.WorkspaceShape),
        ("model", "Gyre: a file of models/, rows of the model catalog", SnakeCaseShapes.Default.ModelFileShape),
        ("tool", "prompt flow: metadata of package tools", SnakeCaseShapes.Default.IReadOnlyDictionaryStringToolShape),
        ("chat-group", "prompt flow: a chat group", SnakeCaseShapes.Default.ChatGroupShape),
        ("assistant", "prompt flow: an assistant definition", SnakeCaseShapes.Default.AssistantShape),
    ];

    /// <summary>The names; each is written as <c>schemas/&lt;name&gt;.schema.json</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(s => s.Name)];

    /// <summary>One schema.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static JsonObject Get(string name)
    {
        var (_, title, shape) = Shapes.First(s => s.Name == name);
        return FileSchema.Of(title, shape);
    }

    /// <summary>One schema as its file holds it.</summary>
    public static string GetText(string name) => FileSchema.TextOf(Get(name));
}
