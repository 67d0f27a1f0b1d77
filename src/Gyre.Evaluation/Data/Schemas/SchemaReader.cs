using System.Globalization;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Reads one document: each schema in it once, those that are referred to under their pointer.</summary>
internal sealed class SchemaReader(object? document, string? file)
{
    private static readonly string[] Refused = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"];

    private readonly Dictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);

    public SchemaNode Read() => Node(document, "#");

    /// <summary>The schema at a place.</summary>
    public SchemaNode Node(object? schema, string pointer)
    {
        if (nodes.TryGetValue(pointer, out var there))
        {
            return there;
        }

        var node = nodes[pointer] = new SchemaNode();
        switch (schema)
        {
            case true:
                break;
            case false:
                node.Checks.Add((_, faults) => faults.Add("must not be there."));
                break;
            case PythonDict dict:
                ReadKeywords(dict, pointer, node);
                break;
            default:
                throw Invalid(pointer, "A schema must be an object, true or false.");
        }

        return node;
    }

    public ProblemException Invalid(string pointer, string message) =>
        new(new Problem("schema-invalid", $"At {pointer}: {message}") { File = file, Field = pointer });

    private void ReadKeywords(PythonDict schema, string pointer, SchemaNode node)
    {
        if (Refused.FirstOrDefault(schema.ContainsKey) is { } refused)
        {
            throw Invalid($"{pointer}/{refused}", $"'{refused}' is not checked here, and passing over it would let faults through. Say it with properties, additionalProperties and items.");
        }

        if (schema.TryGetValue("$ref", out var reference))
        {
            var target = Referred(reference as string ?? throw Invalid($"{pointer}/$ref", "'$ref' must be text."), $"{pointer}/$ref");
            node.Checks.Add(target.Check);
        }

        var keywords = new KeywordReader(this, schema, pointer, node);
        ValueKeywords.Read(keywords);
        TextKeywords.Read(keywords);
        ListKeywords.Read(keywords);
        ObjectKeywords.Read(keywords);
        LogicKeywords.Read(keywords);
    }

    private SchemaNode Referred(string reference, string pointer)
    {
        if (!reference.StartsWith('#') || (reference.Length > 1 && reference[1] != '/'))
        {
            throw Invalid(pointer, $"'{reference}' is not in this file. Refer to a part of it, as #/$defs/name.");
        }

        var value = document;
        foreach (var step in reference.Split('/').Skip(1).Select(s => Uri.UnescapeDataString(s).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            value = value switch
            {
                PythonDict dict when dict.TryGetValue(step, out var inner) => inner,
                List<object?> items when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count => items[index],
                _ => throw Invalid(pointer, $"There is no '{reference}' in this schema."),
            };
        }

        return Node(value, reference);
    }
}
