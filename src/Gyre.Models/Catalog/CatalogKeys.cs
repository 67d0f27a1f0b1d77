using System.Globalization;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Catalog;

/// <summary>The keys of one map of a model file, read by type; a fault names its line and the remedy.</summary>
internal sealed class CatalogKeys
{
    private readonly string file;
    private readonly string path;
    private readonly List<Problem> faults;
    private readonly List<Problem> warnings;

    /// <summary>Over a map; keys that are not known are warned of at once.</summary>
    public CatalogKeys(YamlMap map, string file, string path, IReadOnlyList<string> known, List<Problem> faults, List<Problem> warnings)
    {
        (Map, this.file, this.path, this.faults, this.warnings) = (map, file, path, faults, warnings);
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Name, StringComparer.Ordinal)))
        {
            warnings.Add(new Problem("model-unknown-key", $"The key '{path}{entry.Name}' is not known and has no effect.{NearestName.Hint(entry.Name, known)}") { File = file, Line = entry.Key.Line, Field = path + entry.Name });
        }
    }

    public YamlMap Map { get; }

    /// <summary>The keys of a map under this one, or null where it is absent or none.</summary>
    public CatalogKeys? Inner(YamlNode? node, string key, IReadOnlyList<string> known)
    {
        if (node is YamlMap map)
        {
            return new CatalogKeys(map, file, $"{path}{key}.", known, faults, warnings);
        }

        if (node is not null)
        {
            Fault(node, key, $"'{path}{key}' must hold keys: {string.Join(", ", known)}.");
        }

        return null;
    }

    public string? Text(string key) => Map[key] switch
    {
        null or YamlScalar { Value: null } => null,
        YamlScalar scalar => scalar.Text,
        var other => Fault<string>(other, key, "must be text"),
    };

    public IReadOnlyList<string>? Texts(string key) => Map[key] switch
    {
        null or YamlScalar { Value: null } => null,
        YamlList list when list.Items.All(i => i is YamlScalar { Value: not null }) => [.. list.Items.Select(i => ((YamlScalar)i).Text)],
        var other => Fault<IReadOnlyList<string>>(other, key, "must be a list of words: [a, b]"),
    };

    public long? Count(string key) => Map[key] switch
    {
        null or YamlScalar { Value: null } => null,
        YamlScalar { Value: long and > 0 and var count } => count,
        var other => FaultOf<long>(other, key, "must be a whole number above 0"),
    };

    public DateOnly? Date(string key) => Map[key] switch
    {
        null or YamlScalar { Value: null } => null,
        YamlScalar scalar when DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        var other => FaultOf<DateOnly>(other, key, "must be a date such as 2026-03-31"),
    };

    public T? Choice<T>(string key)
        where T : struct, Enum => Map[key] switch
        {
            null or YamlScalar { Value: null } => null,
            var node => Word<T>(node, key),
        };

    public IReadOnlyList<T>? Choices<T>(string key)
        where T : struct, Enum
    {
        switch (Map[key])
        {
            case null or YamlScalar { Value: null }:
                return null;
            case YamlList list:
                return [.. list.Items.Select(i => Word<T>(i, key)).OfType<T>()];
            case var other:
                Fault(other, key, $"'{path}{key}' must be a list of {string.Join(", ", YamlWords.Of<T>())}.");
                return null;
        }
    }

    /// <summary>A number of dollars or a factor; exact, so it is read from the text.</summary>
    public decimal? Number(YamlNode node, string key) =>
        node is YamlScalar { Value: long or double } scalar && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : FaultOf<decimal>(node, key, "must be a number that is not negative");

    public void Fault(YamlNode at, string key, string message) => faults.Add(new Problem("model-invalid", message) { File = file, Line = at.Line, Field = path + key });

    private T? Word<T>(YamlNode node, string key)
        where T : struct, Enum
    {
        if (node is YamlScalar scalar && YamlWords.Read<T>(scalar.Text) is { } value)
        {
            return value;
        }

        var words = YamlWords.Of<T>();
        Fault(node, key, $"'{path}{key}' can't be '{(node as YamlScalar)?.Text}'; it is one of {string.Join(", ", words)}.{NearestName.Hint((node as YamlScalar)?.Text ?? "", words)}");
        return null;
    }

    private T? Fault<T>(YamlNode at, string key, string what)
        where T : class
    {
        Fault(at, key, $"'{path}{key}' {what}.");
        return null;
    }

    private T? FaultOf<T>(YamlNode at, string key, string what)
        where T : struct
    {
        Fault(at, key, $"'{path}{key}' {what}.");
        return null;
    }
}

/// <summary>Names of enum values as files and JSON write them: <c>structured_output</c>.</summary>
internal static class YamlWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static IReadOnlyList<string> Of<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static T? Read<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
