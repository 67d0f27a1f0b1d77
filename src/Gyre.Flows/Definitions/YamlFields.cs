using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>The fields of one mapping: each is read by what is expected there, and a fault is noted where something else stands.</summary>
/// <param name="map">The mapping.</param>
/// <param name="path">Dotted path of the mapping in its file; empty at the top.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class YamlFields(YamlMap map, string path, Faults faults)
{
    /// <summary>1-based line of the mapping.</summary>
    public int Line => map.Line;

    /// <summary>In the order written.</summary>
    public IReadOnlyList<YamlEntry> Entries => map.Entries;

    /// <summary>Takes what is wrong.</summary>
    public Faults Faults => faults;

    /// <summary>All fields as one value.</summary>
    public PythonDict Raw => (PythonDict)map.ToValue()!;

    /// <summary>The field as written, or null where it is absent.</summary>
    public YamlNode? this[string key] => map[key];

    /// <summary>The fields of a node that should be a mapping; none, with a fault, where it is something else. What Python finds empty (null, an empty list or text) counts as empty.</summary>
    public static YamlFields Of(YamlNode? node, string path, Faults faults)
    {
        if (node is not null and not YamlMap and not YamlScalar { Value: null })
        {
            Note("not-a-mapping", "Not a valid mapping type.", node, path, faults);
        }

        return new YamlFields(node as YamlMap ?? new YamlMap([], node?.Line ?? 1, 1), path, faults);
    }

    /// <summary>Dotted path of a field.</summary>
    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Whether the field is written, even as null.</summary>
    public bool Has(string key) => map[key] is not null;

    /// <summary>The line of a field, or of the mapping where it is absent.</summary>
    public int LineOf(string key) => map.Entries.FirstOrDefault(e => e.Name == key)?.Key.Line ?? map.Line;

    /// <summary>Text; other scalars as Python prints them; null where absent or null.</summary>
    public string? Text(string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlScalar { Value: string text }:
                return text;
            case YamlScalar scalar:
                return scalar.Value is bool ? PythonText.Str(scalar.Value) : scalar.Text;
            default:
                Error(key, "not-a-string", "Not a valid string.");
                return null;
        }
    }

    /// <summary>Text that nothing depends on: where something else stands, that is worth a warning only.</summary>
    public string? Remark(string key)
    {
        if (map[key] is null or YamlScalar)
        {
            return Text(key);
        }

        faults.Warning("not-a-string", "Not a valid string.", PathOf(key), LineOf(key));
        return null;
    }

    /// <summary>Text that must be there.</summary>
    public string RequiredText(string key)
    {
        if (map[key] is null or YamlScalar { Value: null })
        {
            Missing(key);
        }

        return Text(key) ?? "";
    }

    /// <summary>Truth as Python has it: any text that is not empty is true, <c>"false"</c> too.</summary>
    public bool Flag(string key) => OptionalFlag(key) ?? false;

    /// <inheritdoc cref="Flag"/>
    public bool? OptionalFlag(string key)
    {
        var value = Value(key);
        if (value is string text)
        {
            faults.Warning("text-as-boolean", $"'{text}' is text, and any text that is not empty counts as true. Write true or false without quotes.", PathOf(key), LineOf(key));
        }

        return value is null ? null : PythonText.Truth(value);
    }

    /// <summary>A number, or null where absent.</summary>
    public double? Number(string key)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case long number:
                return number;
            case double number when double.IsFinite(number):
                return number;
            default:
                Error(key, "not-a-number", "Not a valid number.");
                return null;
        }
    }

    /// <summary>Any value; null where absent.</summary>
    public object? Value(string key) => map[key]?.ToValue();

    /// <summary>The fields of a mapping; none where absent.</summary>
    public YamlFields Fields(string key) => Of(map[key], PathOf(key), faults);

    /// <summary>Each item of a list with its path; none where absent.</summary>
    public IReadOnlyList<(YamlNode Node, string Path)> Items(string key)
    {
        switch (map[key])
        {
            case null or YamlScalar { Value: null }:
                return [];
            case YamlList list:
                return [.. list.Items.Select((item, i) => (item, $"{PathOf(key)}[{i}]"))];
            case var other:
                Note("not-a-list", "Not a valid list.", other, PathOf(key), faults);
                return [];
        }
    }

    /// <summary>A list of text; none where absent.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var (node, itemPath) in Items(key))
        {
            if (node is YamlScalar { Value: not null } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                faults.Error("not-a-string", "Not a valid string.", itemPath, node.Line);
            }
        }

        return texts;
    }

    /// <summary>Warns of every field that is none of the known ones, with the nearest right name.</summary>
    public void WarnOfUnknown(IReadOnlyCollection<string> known)
    {
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Name, StringComparer.Ordinal)))
        {
            faults.Warning("unknown-field", $"Unknown field '{entry.Name}'; it is ignored.{NearestName.Hint(entry.Name, known)}", PathOf(entry.Name), entry.Key.Line);
        }
    }

    /// <summary>Notes that a required field is missing, in the original's words.</summary>
    public void Missing(string key) => Error(key, "missing-field", "Missing data for required field.");

    /// <summary>Notes an error at a field.</summary>
    public void Error(string key, string code, string message, string errorClass = ErrorClasses.ValidationException) =>
        faults.Error(code, message, PathOf(key), LineOf(key), errorClass);

    /// <summary>The original takes anything empty for nothing, and fails on anything else.</summary>
    private static void Note(string code, string message, YamlNode node, string path, Faults faults)
    {
        if (PythonText.Truth(node.ToValue()))
        {
            faults.Error(code, message, path, node.Line);
        }
        else
        {
            faults.Warning(code, message, path, node.Line);
        }
    }
}
