using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Gateway.Routing.Files;

/// <summary>The fields of one mapping in a route file. Whatever stands where something else is expected is noted with its line, and reading goes on, so that all faults are told at once.</summary>
internal sealed class RouteFields
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    private readonly YamlMap map;
    private readonly string path;
    private readonly string file;
    private readonly List<Problem> faults;

    /// <summary>Takes a mapping and notes the keys it should not have.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="path">Its dotted path; empty at the top.</param>
    /// <param name="file">As faults name it.</param>
    /// <param name="shape">The type that says which keys there are.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public RouteFields(YamlMap map, string path, string file, JsonTypeInfo shape, List<Problem> faults)
    {
        (this.map, this.path, this.file, this.faults) = (map, path, file, faults);
        var keys = RouteSchemas.KeysOf(shape);
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
    public RouteFields? Fields(string key, JsonTypeInfo shape)
    {
        if (!Has(key))
        {
            return null;
        }

        if (map[key] is YamlMap inner)
        {
            return new RouteFields(inner, PathOf(key), file, shape, faults);
        }

        Fault(key, $"'{key}' must be a mapping of {string.Join(", ", RouteSchemas.KeysOf(shape))}.");
        return null;
    }

    /// <summary>The mappings of a list.</summary>
    public IReadOnlyList<RouteFields> Items(string key, JsonTypeInfo shape)
    {
        if (map[key] is not YamlList { Items.Count: > 0 } list)
        {
            Fault(key, Has(key) ? $"'{key}' must be a list with at least one item." : $"'{key}' is missing.");
            return [];
        }

        var items = new List<RouteFields>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (item is YamlMap inner)
            {
                items.Add(new RouteFields(inner, $"{PathOf(key)}[{index}]", file, shape, faults));
            }
            else
            {
                faults.Add(new Problem("route-invalid", $"An item of '{key}' must be a mapping of {string.Join(", ", RouteSchemas.KeysOf(shape))}.") { File = file, Line = item.Line, Field = $"{PathOf(key)}[{index}]" });
            }
        }

        return items;
    }

    /// <summary>The first key that has this text.</summary>
    public string KeyOf(string text) => map.Entries.First(e => e.Value is YamlScalar scalar && scalar.Text == text).Name;

    /// <summary>Notes what is wrong with a field.</summary>
    public void Fault(string key, string message) => faults.Add(new Problem("route-invalid", message) { File = file, Line = LineOf(key), Field = PathOf(key) });

    private static double? Seconds(string text)
    {
        text = text.Trim();
        var unit = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal), ("", 1));
        return double.TryParse(text.AsSpan(0, text.Length - unit.Item1.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * unit.Item2 : null;
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
