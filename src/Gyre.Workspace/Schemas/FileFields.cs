using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace.Schemas;

/// <summary>The fields of one mapping in a file of the workspace. Whatever stands where something else is expected is noted with its line, and reading goes on, so that all faults are told at once.</summary>
public sealed class FileFields
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    private readonly YamlMap map;
    private readonly string path;
    private readonly FileFaults faults;

    /// <summary>Takes a mapping and notes the keys it should not have.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="path">Its dotted path; empty at the top.</param>
    /// <param name="shape">The type that says which keys there are.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public FileFields(YamlMap map, string path, JsonTypeInfo shape, FileFaults faults)
    {
        (this.map, this.path, this.faults) = (map, path, faults);
        var keys = KeysOf(shape);
        foreach (var entry in map.Entries.Where(e => !keys.Contains(e.Name, StringComparer.Ordinal)))
        {
            Fault(entry.Name, $"The key '{entry.Name}' is not known.{NearestName.Hint(entry.Name, keys)}");
        }
    }

    /// <summary>1-based line of a field, or of the mapping where it is absent.</summary>
    public int LineOf(string key) => map.Entries.FirstOrDefault(e => e.Name == key)?.Key.Line ?? map.Line;

    /// <summary>Whether something is written there.</summary>
    public bool Has(string key) => map[key] is not (null or YamlScalar { Value: null });

    /// <summary>Text; null where absent.</summary>
    public string? Text(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlScalar { Text: { Length: > 0 } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault(key, $"'{key}' must be text.");
        return null;
    }

    /// <summary>Text that must be there.</summary>
    public string RequiredText(string key)
    {
        if (!Has(key))
        {
            Fault(key, $"'{key}' is missing.");
        }

        return Text(key) ?? "";
    }

    /// <summary>One of several words; null where absent or another.</summary>
    public string? Word(string key, params ReadOnlySpan<string> words)
    {
        if (Text(key) is not { } text || words.Contains(text))
        {
            return Text(key);
        }

        Fault(key, $"'{key}' must be {string.Join(" or ", words!)}, but is '{text}'.{NearestName.Hint(text, words.ToArray())}");
        return null;
    }

    /// <summary>true or false.</summary>
    public bool Flag(string key)
    {
        if (Has(key) && map[key] is not YamlScalar { Value: bool })
        {
            Fault(key, $"'{key}' must be true or false, without quotes.");
        }

        return map[key] is YamlScalar { Value: true };
    }

    /// <summary>A whole number within limits; null where absent.</summary>
    public int? Whole(string key, int least, int most)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlScalar { Value: long number } && number >= least && number <= most)
        {
            return (int)number;
        }

        Fault(key, $"'{key}' must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A number within limits; null where absent.</summary>
    public double? Number(string key, double least, double most)
    {
        if (!Has(key))
        {
            return null;
        }

        double? number = map[key] is YamlScalar { Value: var value } ? value as double? ?? value as long? : null;
        if (number >= least && number <= most)
        {
            return number;
        }

        Fault(key, $"'{key}' must be a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}.");
        return null;
    }

    /// <summary>Seconds as a number, or a number with ms, s, m or h; more than nothing, and a day at the most.</summary>
    public TimeSpan? Duration(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlScalar { Text: var text } && Seconds(text) is > 0 and <= 86_400 and var seconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Fault(key, $"'{key}' must be a time such as 30 (seconds), 500ms, 30s or 2m, up to 24h.");
        return null;
    }

    /// <summary>A list of text; null where absent.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlList { Items: { Count: > 0 } items } && items.All(i => i is YamlScalar { Value: not null }))
        {
            return [.. items.Select(i => ((YamlScalar)i).Text)];
        }

        Fault(key, $"'{key}' must be a list of text with at least one item.");
        return null;
    }

    /// <summary>A mapping; null where absent.</summary>
    public FileFields? Fields(string key, JsonTypeInfo shape)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlMap inner)
        {
            return new FileFields(inner, PathOf(key), shape, faults);
        }

        Fault(key, $"'{key}' must be a mapping of {string.Join(", ", KeysOf(shape))}.");
        return null;
    }

    /// <summary>The mappings of a list.</summary>
    public IReadOnlyList<FileFields> Items(string key, JsonTypeInfo shape)
    {
        if (map[key] is not YamlList { Items.Count: > 0 } list)
        {
            Fault(key, Has(key) ? $"'{key}' must be a list with at least one item." : $"'{key}' is missing.");
            return [];
        }

        var items = new List<FileFields>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (item is YamlMap inner)
            {
                items.Add(new FileFields(inner, $"{PathOf(key)}[{index}]", shape, faults));
            }
            else
            {
                faults.Add($"An item of '{key}' must be a mapping of {string.Join(", ", KeysOf(shape))}.", $"{PathOf(key)}[{index}]", item.Line);
            }
        }

        return items;
    }

    /// <summary>A list whose items are words or mappings: of each item the one or the other.</summary>
    public IReadOnlyList<(string? Word, FileFields? Fields, int Line)> WordsOrItems(string key, JsonTypeInfo shape)
    {
        if (!Has(key))
        {
            return [];
        }

        if (map[key] is not YamlList { Items.Count: > 0 } list)
        {
            Fault(key, $"'{key}' must be a list with at least one item.");
            return [];
        }

        var items = new List<(string?, FileFields?, int)>();
        foreach (var (index, item) in list.Items.Index())
        {
            switch (item)
            {
                case YamlScalar { Value: not null } word:
                    items.Add((word.Text, null, item.Line));
                    break;
                case YamlMap inner:
                    items.Add((null, new FileFields(inner, $"{PathOf(key)}[{index}]", shape, faults), item.Line));
                    break;
                default:
                    faults.Add($"An item of '{key}' must be a name, or a mapping of {string.Join(", ", KeysOf(shape))}.", $"{PathOf(key)}[{index}]", item.Line);
                    break;
            }
        }

        return items;
    }

    /// <summary>A mapping of any keys; null where absent.</summary>
    public YamlMap? Map(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlMap inner)
        {
            return inner;
        }

        Fault(key, $"'{key}' must map names to values.");
        return null;
    }

    /// <summary>The value of a field as it is written; null where absent.</summary>
    public YamlNode? this[string key] => Has(key) ? map[key] : null;

    /// <summary>The first key that has this text.</summary>
    public string KeyOf(string text) => map.Entries.First(e => e.Value is YamlScalar scalar && scalar.Text == text).Name;

    /// <summary>Notes what is wrong with a field.</summary>
    public void Fault(string key, string message) => faults.Add(message, PathOf(key), LineOf(key));

    private static double? Seconds(string text)
    {
        text = text.Trim();
        var unit = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal), ("", 1));
        return double.TryParse(text.AsSpan(0, text.Length - unit.Item1.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * unit.Item2 : null;
    }

    // The reader knows the keys that the schema shows.
    private static string[] KeysOf(JsonTypeInfo shape) => [.. shape.Properties.Select(p => p.Name)];

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
