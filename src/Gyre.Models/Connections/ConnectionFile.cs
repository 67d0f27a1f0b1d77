using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Connections;

/// <summary>A connection file: YAML, or a <c>.env</c> file whose variables become the secrets of a custom connection.</summary>
/// <param name="Connection">References (<c>${env:NAME}</c>, <c>&lt;user-input&gt;</c>) are still as written; null where there are faults.</param>
/// <param name="Faults">Each with file and line; all of them.</param>
/// <param name="Warnings">Keys without effect.</param>
public sealed record ConnectionFile(Connection? Connection, IReadOnlyList<Problem> Faults, IReadOnlyList<Problem> Warnings)
{
    /// <summary>Reads a file that must be right.</summary>
    /// <param name="path">YAML or <c>.env</c>.</param>
    /// <param name="sets">Keys to override: <c>name</c>, a field, <c>configs.x</c> or <c>secrets.x</c>.</param>
    /// <exception cref="ProblemException"><c>connection-invalid</c> with every fault in its message, <c>yaml-syntax</c>, <c>file-not-found</c>.</exception>
    public static Connection Read(string path, IReadOnlyDictionary<string, string>? sets = null)
    {
        var file = Open(path, sets);
        return file.Connection ?? throw new ProblemException(file.Faults[0] with
        {
            Message = string.Join('\n', file.Faults.Select((f, i) => i == 0 ? f.Message : f.ToString())),
        });
    }

    /// <summary>Reads a file and tells every fault.</summary>
    /// <inheritdoc cref="Read"/>
    public static ConnectionFile Open(string path, IReadOnlyDictionary<string, string>? sets = null)
    {
        var root = IsEnvironmentFile(path) ? EnvironmentFile(path) : YamlText.ReadFile(path);
        var reader = new ConnectionReader(path);
        if (root is not YamlMap map)
        {
            return new ConnectionFile(null, [new Problem("connection-invalid", "A connection file holds keys such as 'name' and 'type'.") { File = path, Line = root.Line }], []);
        }

        return new ConnectionFile(reader.Read(Overridden(map, sets ?? new Dictionary<string, string>(StringComparer.Ordinal))), reader.Faults, reader.Warnings);
    }

    private static bool IsEnvironmentFile(string path) =>
        Path.GetFileName(path).StartsWith(".env", StringComparison.Ordinal) || Path.GetExtension(path) == ".env";

    private static YamlMap EnvironmentFile(string path)
    {
        var secrets = DotEnv.ReadFile(path).Select(v => new YamlEntry(Text(v.Name, v.Line), Text(v.Value, v.Line))).ToList();
        return new YamlMap([new YamlEntry(Text("type", 1), Text("custom", 1)), new YamlEntry(Text("secrets", 1), new YamlMap(secrets, 1, 1))], 1, 1);
    }

    private static YamlMap Overridden(YamlMap map, IReadOnlyDictionary<string, string> sets)
    {
        foreach (var (key, value) in sets)
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            map = dot > 0 && key[..dot] is "configs" or "secrets"
                ? With(map, key[..dot], With(map[key[..dot]] as YamlMap ?? new YamlMap([], map.Line, 1), key[(dot + 1)..], Text(value, map.Line)))
                : With(map, key, Text(value, map.Line));
        }

        return map;
    }

    private static YamlMap With(YamlMap map, string key, YamlNode value)
    {
        var entries = map.Entries.Where(e => e.Name != key).Append(new YamlEntry(Text(key, value.Line), value));
        return new YamlMap([.. entries], map.Line, map.Column);
    }

    private static YamlScalar Text(string text, int line) => new(text, text, quoted: true, line, 1);
}
