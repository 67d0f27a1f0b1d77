using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Gyre.Flows.Schemas;

/// <summary>The JSON Schema of every file format, for editors. They are stricter than the readers: a key that is not known is an error here and a warning there.</summary>
internal static class FileSchemas
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Title, JsonTypeInfo Shape)[] Shapes =
    [
        ("flow.dag", "prompt flow: flow.dag.yaml, with Gyre's extensions", SnakeCaseShapes.Default.DagShape),
        ("flow.flex", "prompt flow: flow.flex.yaml", SnakeCaseShapes.Default.FlexShape),
        ("prompty.v1", "prompt flow: front matter of a .prompty", SnakeCaseShapes.Default.PromptyV1Shape),
        ("prompty.v2", "Prompty v2: front matter of a .prompty", CamelCaseShapes.Default.PromptyV2Shape),
        ("run", "prompt flow: run.yaml", SnakeCaseShapes.Default.RunShape),
        ("connection", "prompt flow: a connection file, with Gyre's own types", SnakeCaseShapes.Default.ConnectionShape),
        ("gyre", "Gyre: gyre.yaml, a workspace", SnakeCaseShapes.Default.WorkspaceShape),
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
        var schema = (JsonObject)shape.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    /// <summary>One schema as its file holds it.</summary>
    public static string GetText(string name) => Get(name).ToJsonString(Written) + "\n";

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo?.AttributeProvider is not { } attributes)
        {
            return schema;
        }

        // A property of any value has the schema 'true', which has no place for a description.
        var described = schema as JsonObject ?? [];
        if (Find<DescriptionAttribute>(attributes) is { } description)
        {
            described["description"] = description.Description;
        }

        if (Find<AllowedValuesAttribute>(attributes) is { } allowed)
        {
            described["enum"] = new JsonArray([.. allowed.Values.Append(null).Select(v => v is null ? null : JsonValue.Create((string)v))]);
        }

        if (Find<OrReferenceAttribute>(attributes) is not null && described["type"] is JsonArray types)
        {
            types.Add("string");
        }

        if (Find<RangeAttribute>(attributes) is { } range)
        {
            (described["minimum"], described["maximum"]) = ((int)range.Minimum, (int)range.Maximum);
        }

        return described;
    }

    private static T? Find<T>(ICustomAttributeProvider provider)
        where T : Attribute => provider.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();
}
