using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Connections;

/// <summary>Makes a connection of the keys of a YAML map; collects every fault with its line.</summary>
internal sealed class ConnectionReader(string file)
{
    /// <summary>How a strong-type custom connection keeps what it is, among its configs.</summary>
    public const string MetaPrefix = "promptflow.connection.";

    private static readonly string[] Common = ["$schema", "name", "type", "module"];
    private static readonly string[] Meta = ["custom_type", "module", "package", "package_version"];

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
    private readonly List<Problem> faults = [];
    private readonly List<Problem> warnings = [];

    /// <summary>What makes the connection unusable.</summary>
    public IReadOnlyList<Problem> Faults => faults;

    /// <summary>What has no effect.</summary>
    public IReadOnlyList<Problem> Warnings => warnings;

    /// <summary>The connection, or null where there are faults.</summary>
    /// <param name="map">The keys.</param>
    /// <param name="name">Its name where the map need not say it.</param>
    public Connection? Read(YamlMap map, string? name = null)
    {
        name ??= Text(map, "name");
        if (string.IsNullOrWhiteSpace(name))
        {
            Fault(map, "name", "A connection needs a 'name'.");
        }

        var written = Text(map, "type");
        if (written is null)
        {
            Fault(map, "type", $"A connection needs a 'type': one of {string.Join(", ", ConnectionTypes.All.Select(t => t.Name))}.");
            return null;
        }

        if (ConnectionTypes.Find(written) is not { } type)
        {
            Fault(map["type"]!, "type", $"There is no connection type '{written}'.{ConnectionTypes.Hint(written)} Known are {string.Join(", ", ConnectionTypes.All.Select(t => t.Name))}.");
            return null;
        }

        var connection = new Connection { Name = name ?? "", Type = type.ClassName };
        connection = type.IsCustom ? Custom(map, connection) : Typed(map, type, connection);
        return faults.Count == 0 ? connection : null;
    }

    private Connection Typed(YamlMap map, ConnectionType type, Connection connection)
    {
        var configs = new Dictionary<string, string?>(StringComparer.Ordinal);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            var value = Text(map, field.Name) ?? field.Default;
            value = field.IsPath && !string.IsNullOrWhiteSpace(value) && !value.Contains("${", StringComparison.Ordinal) ? Path.GetFullPath(value, folder) : value;
            if (field.Choices is { } choices && value is not null && !value.Contains("${", StringComparison.Ordinal) && !choices.Contains(value, StringComparer.Ordinal))
            {
                Fault(map[field.Name]!, field.Name, $"'{field.Name}' must be {string.Join(" or ", choices)}, but is '{value}'.{NearestName.Hint(value, choices)}");
            }

            if (!field.Secret)
            {
                configs[field.Name] = value;
            }
            else if (!string.IsNullOrEmpty(value))
            {
                secrets[field.Name] = value;
            }
        }

        foreach (var extension in type.Fields.Where(f => f.Extension && configs[f.Name] is null))
        {
            configs.Remove(extension.Name);
        }

        Missing(map, type, configs, secrets);
        Unknown(map, [.. Common, .. type.Fields.Select(f => f.Name)]);
        return connection with { Module = Text(map, "module") ?? connection.Module, Configs = configs, Secrets = secrets };
    }

    private void Missing(YamlMap map, ConnectionType type, Dictionary<string, string?> configs, Dictionary<string, string> secrets)
    {
        var byToken = configs.GetValueOrDefault("auth_mode") == "meid_token";
        foreach (var field in type.Fields.Where(f => f.Required && !(f.Secret && byToken)))
        {
            if (!(field.Secret ? secrets.ContainsKey(field.Name) : !string.IsNullOrWhiteSpace(configs[field.Name])))
            {
                var typo = map.Entries.FirstOrDefault(e => NearestName.Of(e.Name, [field.Name]) is not null && type.Fields.All(f => f.Name != e.Name));
                Fault(typo?.Key ?? (YamlNode)map, field.Name, $"A connection of type {type.Name} needs '{field.Name}'{(typo is null ? "." : $", but this says '{typo.Name}'.")}");
            }
        }

        // The vendor itself always asks for a key; a server that stands in for it need not.
        var vendors = type.Fields.FirstOrDefault(f => f.Name == "base_url")?.Default;
        if (type.Name is "open_ai" or "anthropic" or "gemini" && secrets.Count == 0 && (string.IsNullOrWhiteSpace(configs["base_url"]) || configs["base_url"] == vendors))
        {
            Fault(map, "api_key", $"A connection of type {type.Name} needs 'api_key', or a 'base_url' of a server that asks for none.");
        }
    }

    private Connection Custom(YamlMap map, Connection connection)
    {
        var configs = Pairs(map, "configs");
        var secrets = Pairs(map, "secrets");
        if (Text(map, "custom_type") is not null)
        {
            foreach (var meta in Meta)
            {
                if (Text(map, meta) is { } value)
                {
                    configs[MetaPrefix + meta] = value;
                }
                else if (meta == "module")
                {
                    Fault(map, "module", "A connection with a custom_type needs the 'module' that the class is in.");
                }
            }
        }

        Unknown(map, [.. Common, .. Meta, "configs", "secrets"]);
        return connection with { Configs = configs, Secrets = secrets.ToDictionary(s => s.Key, s => s.Value ?? "", StringComparer.Ordinal) };
    }

    private Dictionary<string, string?> Pairs(YamlMap map, string key)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        switch (map[key])
        {
            case null or YamlScalar { Value: null }:
                break;
            case YamlMap inner:
                foreach (var entry in inner.Entries)
                {
                    pairs[entry.Name] = Text(inner, entry.Name, $"{key}.{entry.Name}");
                }

                break;
            case var other:
                Fault(other, key, $"'{key}' must map names to values.");
                break;
        }

        return pairs;
    }

    private string? Text(YamlMap map, string key, string? path = null)
    {
        switch (map[key])
        {
            case null or YamlScalar { Value: null, Quoted: false }:
                return null;
            case YamlScalar scalar:
                return ConnectionReferences.Anchor(scalar.Text, folder);
            case var other:
                Fault(other, path ?? key, $"'{path ?? key}' must be text.");
                return null;
        }
    }

    private void Unknown(YamlMap map, IReadOnlyList<string> known)
    {
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Name, StringComparer.Ordinal)))
        {
            warnings.Add(new Problem("connection-unknown-key", $"The key '{entry.Name}' is not known and has no effect.{NearestName.Hint(entry.Name, known)}") { File = file, Line = entry.Key.Line, Field = entry.Name });
        }
    }

    private void Fault(YamlNode at, string field, string message) =>
        faults.Add(new Problem("connection-invalid", message) { File = file, Line = at.Line, Field = field });
}
