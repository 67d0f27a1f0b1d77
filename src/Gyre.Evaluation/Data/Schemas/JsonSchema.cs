using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12, and what draft-07 writes differently) to hold values against. What would need another document
/// (<c>$ref</c> to an address) or the result of other keywords (<c>unevaluatedProperties</c>) is refused when the schema is read,
/// never passed over; <c>format</c> is a remark, as the standard has it.
/// </summary>
internal sealed class JsonSchema
{
    private readonly SchemaNode root;

    private JsonSchema(SchemaNode root) => this.root = root;

    /// <summary>Reads a file of JSON or YAML.</summary>
    /// <exception cref="ProblemException"><c>schema-invalid</c>, <c>file-not-found</c>, <c>yaml-syntax</c>.</exception>
    public static JsonSchema ReadFile(string file)
    {
        if (Path.GetExtension(file) is ".yaml" or ".yml")
        {
            return Of(YamlText.ReadFile(file).ToValue(), file);
        }

        try
        {
            return Of(PythonJson.Parse(YamlText.ReadAllText(file)), file);
        }
        catch (JsonException e)
        {
            throw new ProblemException(new Problem("schema-invalid", $"This is not valid JSON at character {(e.BytePositionInLine ?? 0) + 1}.") { File = file, Line = (int)(e.LineNumber ?? 0) + 1 }, e);
        }
    }

    /// <summary>Makes a schema of a value.</summary>
    /// <param name="schema">A dict, true or false.</param>
    /// <param name="file">Named in faults; may be null.</param>
    /// <exception cref="ProblemException"><c>schema-invalid</c>, with the place as a JSON pointer.</exception>
    public static JsonSchema Of(object? schema, string? file = null) => new(new SchemaReader(schema, file).Read());

    /// <summary>What is wrong with a value, in the order of the schema's keywords; empty where it conforms.</summary>
    public IReadOnlyList<(string Field, string Message)> Faults(object? value)
    {
        var faults = new SchemaFaults();
        root.Check(value, faults);
        return faults.Found;
    }
}
