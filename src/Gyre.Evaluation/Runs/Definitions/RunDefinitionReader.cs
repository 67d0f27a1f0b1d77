using System.Text.Json;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Mapping;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Runs.Definitions;

/// <summary>Reads one <c>run.yaml</c>; flags replace what the file says, entry by entry.</summary>
internal sealed class RunDefinitionReader
{
    private static readonly string[] Keys =
    [
        "$schema", "name", "display_name", "description", "tags", "properties", "flow", "data", "run", "column_mapping", "variant",
        "environment_variables", "connections", "init", "resources", "identity", "runtime", "type",
    ];

    private readonly string? file;
    private readonly RunOverrides overrides;
    private readonly string currentFolder;
    private readonly PythonDict root;
    private readonly Dictionary<string, int> lines;

    public RunDefinitionReader(string? file, RunOverrides overrides, string currentFolder)
    {
        this.file = file is null ? null : Path.GetFullPath(file, currentFolder);
        this.overrides = overrides;
        this.currentFolder = currentFolder;
        (root, lines) = this.file is null ? ([], []) : Load(YamlText.ReadFile(this.file), this.file);
    }

    public RunDefinitionReader(YamlNode written, string folder)
    {
        (overrides, currentFolder) = (new RunOverrides(), folder);
        (root, lines) = Load(written, null);
    }

    private string BaseFolder => file is null ? currentFolder : Path.GetDirectoryName(file)!;

    public RunDefinition Read()
    {
        // Keys from --set are not in the file: they have no line and are not warned of.
        var warnings = Unknown().ToList();
        foreach (var pair in overrides.Set)
        {
            Set(pair);
        }

        RefuseWithResume();
        var data = ReadData();
        return new RunDefinition
        {
            File = file,
            Name = overrides.Name ?? Text("name"),
            DisplayName = Text("display_name"),
            Description = Text("description"),
            Tags = Texts("tags"),
            Properties = Mapping("properties") ?? [],
            Flow = overrides.Flow is { } flow ? LocalPath(flow, currentFolder) : PathAt("flow"),
            Data = data?.Path,
            Dataset = data?.Dataset,
            SourceRun = overrides.Run ?? Text("run"),
            ColumnMapping = ReadColumnMapping(),
            Variant = overrides.Variant ?? Text("variant"),
            EnvironmentVariables = ReadEnvironment(),
            Connections = ReadConnections(),
            Init = ReadInit(),
            ResumeFrom = overrides.ResumeFrom,
            Warnings = warnings,
        };
    }

    private static (PythonDict Root, Dictionary<string, int> Lines) Load(YamlNode written, string? file) => written switch
    {
        YamlMap map => ((PythonDict)map.ToValue()!, map.Entries.ToDictionary(e => e.Name, e => e.Key.Line, StringComparer.Ordinal)),
        YamlScalar { Value: null } => ([], []),
        var other => throw new ProblemException(new Problem("run-invalid", "A run file must hold keys such as 'flow' and 'data'.") { File = file, Line = other.Line }),
    };

    private IEnumerable<Problem> Unknown() => root.Keys.Select(PythonText.Str).Where(k => !Keys.Contains(k, StringComparer.Ordinal)).Select(key =>
        new Problem("unknown-field", $"Unknown field '{key}'; it is ignored.{NearestName.Hint(key, Keys)}")
        {
            File = file,
            Line = lines.GetValueOrDefault(key),
            Field = key,
            Severity = ProblemSeverity.Warning,
        });

    private void Set(string pair)
    {
        var (key, value) = Pair("--set", pair);
        var target = root;
        var parts = key.Split('.');
        foreach (var part in parts[..^1])
        {
            if (!target.TryGetValue(part, out var inner) || inner is not PythonDict dict)
            {
                target[part] = dict = [];
            }

            target = dict;
        }

        target[parts[^1]] = value;
    }

    private void RefuseWithResume()
    {
        if (overrides.ResumeFrom is null)
        {
            return;
        }

        (string Name, bool Given)[] taken =
        [
            ("flow", overrides.Flow is not null || root.ContainsKey("flow")),
            ("data", overrides.Data is not null || root.ContainsKey("data")),
            ("run", overrides.Run is not null || root.ContainsKey("run")),
            ("column_mapping", overrides.ColumnMapping.Count > 0 || root.ContainsKey("column_mapping")),
            ("variant", overrides.Variant is not null || root.ContainsKey("variant")),
        ];
        if (taken.Where(t => t.Given).Select(t => t.Name).ToArray() is { Length: > 0 } given)
        {
            throw new FlowException(
                ErrorClasses.UserErrorException,
                $"A run that resumes from '{overrides.ResumeFrom}' takes its {string.Join(", ", given)} from there; leave {(given.Length == 1 ? "it" : "them")} out.");
        }
    }

    private ColumnMapping ReadColumnMapping()
    {
        var entries = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Mapping("column_mapping") ?? [])
        {
            entries[PythonText.Str(key)] = value;
        }

        foreach (var pair in overrides.ColumnMapping)
        {
            var (key, value) = Pair("--column-mapping", pair);
            entries[key] = value;
        }

        return new ColumnMapping(entries);
    }

    private static Dictionary<string, string> Variables(string path)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value, _) in DotEnv.ReadFile(path))
        {
            variables[name] = value;
        }

        return variables;
    }

    private Dictionary<string, string> ReadEnvironment()
    {
        var written = Value("environment_variables") switch
        {
            null => new Dictionary<string, string>(StringComparer.Ordinal),
            string path => Variables(LocalPath(path, BaseFolder)),
            PythonDict dict => dict.ToDictionary(e => PythonText.Str(e.Key), e => FlowEnvironment.Text(e.Value), StringComparer.Ordinal),
            _ => throw Invalid("environment_variables", "must map names to values, or be the path of a .env file"),
        };
        foreach (var text in overrides.EnvironmentVariables)
        {
            if (!text.Contains('=', StringComparison.Ordinal))
            {
                foreach (var (name, value) in Variables(LocalPath(text, currentFolder)))
                {
                    written[name] = value;
                }

                continue;
            }

            var (key, given) = Pair("--environment-variables", text);
            written[key] = given;
        }

        return written;
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> ReadConnections()
    {
        var nodes = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (node, inputs) in Mapping("connections") ?? [])
        {
            nodes[PythonText.Str(node)] = inputs is PythonDict dict
                ? dict.ToDictionary(e => PythonText.Str(e.Key), e => PythonText.Str(e.Value), StringComparer.Ordinal)
                : throw Invalid("connections", $"must map each node to its inputs, such as '{PythonText.Str(node)}: {{connection: name}}'");
        }

        foreach (var pair in overrides.Connections)
        {
            var (key, value) = Pair("--connections", pair);
            var dot = key.LastIndexOf('.');
            if (dot <= 0)
            {
                throw InvalidFlag("--connections", pair, "must look like node.connection=name");
            }

            if (!nodes.TryGetValue(key[..dot], out var inputs))
            {
                nodes[key[..dot]] = inputs = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            inputs[key[(dot + 1)..]] = value;
        }

        return nodes.ToDictionary(n => n.Key, IReadOnlyDictionary<string, string> (n) => n.Value, StringComparer.Ordinal);
    }

    private PythonDict? ReadInit()
    {
        var init = Value("init") switch
        {
            null => null,
            PythonDict dict => dict,
            string path => JsonFile(LocalPath(path, BaseFolder)),
            _ => throw Invalid("init", "must map parameters to values, or be the path of a JSON file"),
        };
        foreach (var text in overrides.Init)
        {
            if (!text.Contains('=', StringComparison.Ordinal))
            {
                init = JsonFile(LocalPath(text, currentFolder));
                continue;
            }

            var (key, value) = Pair("--init", text);
            (init ??= [])[key] = value;
        }

        return init;
    }

    private static PythonDict JsonFile(string path)
    {
        try
        {
            return PythonJson.Parse(System.IO.File.ReadAllText(path)) as PythonDict
                ?? throw new ProblemException(new Problem("run-invalid", "The file of 'init' must hold a JSON object.") { File = path, Field = "init" });
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new ProblemException(new Problem("run-invalid", $"The file of 'init' cannot be read as JSON: {e.Message}") { File = path, Field = "init" }, e);
        }
    }

    private object? Value(string key) => root.TryGetValue(key, out var value) ? value : null;

    private string? Text(string key) => Value(key) switch
    {
        null => null,
        PythonDict or List<object?> => throw Invalid(key, "must be text"),
        var value => PythonText.Str(value),
    };

    private PythonDict? Mapping(string key) => Value(key) switch
    {
        null => null,
        PythonDict dict => dict,
        _ => throw Invalid(key, "must be a mapping of names to values"),
    };

    private Dictionary<string, string> Texts(string key) =>
        (Mapping(key) ?? []).ToDictionary(e => PythonText.Str(e.Key), e => FlowEnvironment.Text(e.Value), StringComparer.Ordinal);

    private string? PathAt(string key) => Text(key) is { } path ? LocalPath(path, BaseFolder) : null;

    private DataPlace? ReadData() =>
        overrides.Data is { } flag ? DataAt(flag, currentFolder)
        : Text("data") is { } written ? DataAt(written, BaseFolder)
        : null;

    private DataPlace DataAt(string written, string folder) => DataPlace.Of(written, folder) with { Path = LocalPath(written, folder) };

    private string LocalPath(string path, string folder) =>
        path.StartsWith("azureml:", StringComparison.Ordinal) || path.Contains("://", StringComparison.Ordinal)
            ? throw new ProblemException(new Problem("run-remote", $"'{path}' is in the cloud; download it and give its path here.") { File = file })
            : Path.GetFullPath(path, folder);

    private static (string Key, string Value) Pair(string flag, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw InvalidFlag(flag, text, "must look like key=value");
        }

        var value = text[(equals + 1)..];
        // A shell without single quotes (cmd) leaves them around the value.
        var quoted = value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0];
        return (text[..equals].Trim(), quoted ? value[1..^1] : value);
    }

    private static ProblemException InvalidFlag(string flag, string text, string message) =>
        new(new Problem("run-invalid", $"{flag} '{text}' {message}.") { Field = flag });

    private ProblemException Invalid(string key, string message) => new(new Problem("run-invalid", $"'{key}' {message}.")
    {
        File = file,
        Line = lines.TryGetValue(key, out var line) ? line : null,
        Field = key,
    });
}
