using System.Text.Json;
using Gyre.Evaluation.Evaluators.Computed.Schemas;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Datasets;

/// <summary>The JSON Schema that each row of a dataset must conform to.</summary>
internal sealed class RowSchema
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private readonly JsonSchema schema;

    private RowSchema(JsonSchema schema, string text) => (this.schema, Text) = (schema, text);

    /// <summary>It as JSON.</summary>
    public string Text { get; }

    /// <summary>Reads a file of JSON or YAML.</summary>
    /// <exception cref="ProblemException"><c>schema-invalid</c>, <c>file-not-found</c>, <c>yaml-syntax</c>.</exception>
    public static RowSchema ReadFile(string file) =>
        Read(Path.GetExtension(file) is ".yaml" or ".yml" ? PythonJson.Write(YamlText.ReadFile(file).ToValue()) : YamlText.ReadAllText(file), file);

    /// <summary>Reads JSON.</summary>
    /// <param name="text">The schema.</param>
    /// <param name="file">The file it is from; null where it was sent.</param>
    /// <exception cref="ProblemException"><c>schema-invalid</c>.</exception>
    public static RowSchema Read(string text, string? file)
    {
        try
        {
            using var written = JsonDocument.Parse(text, Options);
            return new RowSchema(new JsonSchema(written.RootElement), text);
        }
        catch (JsonException e)
        {
            throw new ProblemException(new Problem("schema-invalid", $"This is not valid JSON at character {(e.BytePositionInLine ?? 0) + 1}.") { File = file, Line = (int)(e.LineNumber ?? 0) + 1 }, e);
        }
        catch (FormatException e)
        {
            throw new ProblemException(new Problem("schema-invalid", $"This is no JSON Schema to go by: {e.Message}") { File = file }, e);
        }
    }

    /// <summary>The first thing that is wrong with a row: where in it, and what; null where it conforms.</summary>
    public (string Field, string Message)? Fault(PythonDict row)
    {
        try
        {
            using var written = JsonDocument.Parse(PythonJson.Write(row), Options);
            return schema.Validate(written.RootElement) is { } fault ? (fault.Path[1..].TrimStart('.'), fault.Says + ".") : null;
        }
        catch (JsonException)
        {
            return ("", "has a number that JSON does not know, such as NaN.");
        }
    }
}
