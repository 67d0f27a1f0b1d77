using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Gyre.Workspace.Schemas;

/// <summary>Makes the JSON Schema of a file format from the type that has its shape; <c>[Description]</c>, <c>[AllowedValues]</c>, <c>[Range]</c> and <see cref="OrTextAttribute"/> say more.</summary>
public static class FileSchema
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema of one format.</summary>
    /// <param name="title">What editors show.</param>
    /// <param name="shape">The type of the whole file.</param>
    public static JsonObject Of(string title, JsonTypeInfo shape)
    {
        var schema = (JsonObject)shape.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    /// <summary>A schema as its file holds it.</summary>
    public static string TextOf(JsonObject schema) => schema.ToJsonString(Written) + "\n";

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

        if (Find<OrTextAttribute>(attributes) is not null && described["type"] is JsonArray types)
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
