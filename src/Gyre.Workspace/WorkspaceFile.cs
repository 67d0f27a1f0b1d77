using System.Text.RegularExpressions;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace;

/// <summary>A workspace's <c>gyre.yaml</c>.</summary>
/// <param name="File">Full path.</param>
public sealed partial record WorkspaceFile(string File)
{
    private static readonly string[] Keys = ["$schema", "name", "description", "database", "connections"];

    private YamlScalar? database;

    /// <summary><c>name</c>, or the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>connections</c>: by name, each with the keys of a connection file; secrets as <c>${env:NAME}</c>.</summary>
    public IReadOnlyDictionary<string, YamlMap> Connections { get; init; } = new Dictionary<string, YamlMap>(StringComparer.Ordinal);

    /// <summary>Faults that do no harm, such as a key that is not known.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>Reads the file; an empty one is a workspace without settings.</summary>
    /// <exception cref="ProblemException"><c>yaml-syntax</c>, <c>file-not-found</c> or <c>workspace-invalid</c>, with file and line.</exception>
    public static WorkspaceFile Read(string path)
    {
        path = Path.GetFullPath(path);
        var root = YamlText.ReadFile(path) switch
        {
            YamlMap map => map,
            YamlScalar { Value: null } empty => new YamlMap([], empty.Line, empty.Column),
            var other => throw Invalid(path, other, "gyre.yaml", "must hold keys such as 'name' and 'connections'"),
        };
        return new WorkspaceFile(path)
        {
            database = Text(path, root, "database") is null ? null : (YamlScalar)root["database"]!,
            Name = Text(path, root, "name") ?? Path.GetFileName(Path.GetDirectoryName(path)!),
            Description = Text(path, root, "description"),
            Connections = ReadConnections(path, root["connections"]),
            Warnings =
            [
                .. root.Entries.Where(e => !Keys.Contains(e.Name, StringComparer.Ordinal)).Select(e =>
                    new Problem("workspace-unknown-key", $"The key '{e.Name}' is not known and has no effect.{NearestName.Hint(e.Name, Keys)}")
                    {
                        File = path,
                        Line = e.Key.Line,
                        Field = e.Name,
                    }),
            ],
        };
    }

    /// <summary><c>database</c>: the PostgreSQL server that nodes share, its references filled in; null where none is written. It may hold a password: never show it.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <exception cref="ProblemException"><c>workspace-invalid</c>: it is no such address, or a variable is not set; the message does not repeat it.</exception>
    public string? DatabaseAddress(Func<string, string?> environment)
    {
        if (database?.Text is not { } written)
        {
            return null;
        }

        // A whole address stands as it is; in a part of one, what separates parts is escaped.
        var whole = Reference().Match(written).Length == written.Length;
        var address = Reference().Replace(written, reference =>
        {
            var name = reference.Groups["name"].Value;
            var value = environment(name) is { Length: > 0 } given ? given : throw Invalid(File, database, "database", $"needs the environment variable {name}, which is not set");
            return whole ? value : Uri.EscapeDataString(value);
        });
        return whole || address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            ? address
            : throw Invalid(File, database, "database", "must be postgres://user:${env:NAME}@host:5432/database, or ${env:NAME} with such an address in it");
    }

    [GeneratedRegex(@"\$\{env:(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    private static Dictionary<string, YamlMap> ReadConnections(string path, YamlNode? node)
    {
        var connections = new Dictionary<string, YamlMap>(StringComparer.Ordinal);
        if (node is null or YamlScalar { Value: null })
        {
            return connections;
        }

        foreach (var entry in (node as YamlMap ?? throw Invalid(path, node, "connections", "must map names to connections")).Entries)
        {
            connections[entry.Name] = entry.Value as YamlMap
                ?? throw Invalid(path, entry.Value, $"connections.{entry.Name}", "must hold the keys of a connection, 'type' first");
        }

        return connections;
    }

    private static string? Text(string path, YamlMap root, string key) => root[key] switch
    {
        null or YamlScalar { Value: null } => null,
        YamlScalar scalar => scalar.Text,
        var other => throw Invalid(path, other, key, "must be text"),
    };

    private static ProblemException Invalid(string path, YamlNode at, string field, string message) =>
        new(new Problem("workspace-invalid", $"'{field}' {message}.") { File = path, Line = at.Line, Field = field });
}
