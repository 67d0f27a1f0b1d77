using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Reads <c>.prompty</c> files of both dialects.</summary>
public static partial class PromptyReader
{
    private static readonly string[] ModelKeysOfV1 = ["api", "configuration", "parameters", "response"];
    private static readonly string[] ModelKeysOfV2 = ["id", "provider", "apiType", "connection", "options"];
    private static readonly string[] KeysOfV2 = ["displayName", "metadata", "tools", "instructions", "kind"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FlowException">UserErrorException where it has no front matter.</exception>
    /// <exception cref="ProblemException">The file is absent, or its front matter is not YAML.</exception>
    public static PromptyDefinition Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var prompty = Read(YamlText.ReadAllText(faults.File), faults, out _);
        faults.ThrowFirst();
        return prompty;
    }

    internal static PromptyDefinition Read(string text, Faults faults, out YamlMap frontMatter)
    {
        text = text.ReplaceLineEndings("\n");
        var parts = FrontMatter().Match(text);
        if (!parts.Success)
        {
            throw new FlowException(
                ErrorClasses.UserErrorException,
                "Illegal formatting of prompty. The prompt file is in markdown format and can be divided into two parts, the first part is in YAML format "
                + "and contains connection and model information. The second part is the prompt template.")
            {
                File = faults.File,
            };
        }

        var (yaml, body) = (parts.Groups["yaml"], parts.Groups["body"]);
        var document = ReadYaml(yaml.Value, faults.File, LineAt(text, yaml.Index));
        frontMatter = document as YamlMap ?? new YamlMap([], document.Line, 1);
        if (document is not YamlMap and not YamlScalar { Value: null })
        {
            faults.Error("not-a-mapping", "Not a valid mapping type.", "front matter", document.Line);
        }

        var front = (PythonDict)frontMatter.ToValue()!;
        return new PromptyDefinition
        {
            File = faults.File,
            Name = front.TryGetValue("name", out var name) && name is not null ? PythonText.Str(name) : Path.GetFileNameWithoutExtension(faults.File),
            Dialect = Detect(front),
            FrontMatter = front,
            Lines = frontMatter.Entries.DistinctBy(e => e.Name, StringComparer.Ordinal).ToDictionary(e => e.Name, e => e.Key.Line, StringComparer.Ordinal),
            Body = body.Value,
            BodyLine = LineAt(text, body.Index),
        };
    }

    private static YamlNode ReadYaml(string yaml, string file, int line)
    {
        try
        {
            return YamlText.Read(yaml, file, line);
        }
        catch (ProblemException e) when (DashLine().IsMatch(yaml))
        {
            throw new ProblemException(e.Problem with
            {
                Message = e.Problem.Message + " The front matter ends at the last line of dashes in the file, so the template can't have one: write '***' or '- - -' there.",
            });
        }
    }

    /// <summary>The model tells: <c>api</c> or <c>configuration</c> is v1; <c>id</c>, <c>provider</c>, <c>apiType</c>, <c>options</c> or a connection that is a mapping is v2; where it doesn't, keys that only v2 has.</summary>
    private static PromptyDialect Detect(PythonDict front)
    {
        var model = front.TryGetValue("model", out var written) ? written : null;
        if (model is string text && !text.StartsWith("${", StringComparison.Ordinal))
        {
            return PromptyDialect.V2;
        }

        if (model is PythonDict fields)
        {
            if (ModelKeysOfV1.Any(fields.ContainsKey))
            {
                return PromptyDialect.V1;
            }

            if (fields.TryGetValue("connection", out var connection) && connection is string)
            {
                return PromptyDialect.V1;
            }

            if (ModelKeysOfV2.Any(fields.ContainsKey))
            {
                return PromptyDialect.V2;
            }
        }

        var onlyV2 = KeysOfV2.Any(front.ContainsKey)
            || (front.TryGetValue("inputs", out var inputs) && (inputs is List<object?> || (inputs is PythonDict map && map.Values.OfType<PythonDict>().Any(i => i.ContainsKey("kind")))))
            || (front.TryGetValue("template", out var template) && template is PythonDict);
        return onlyV2 ? PromptyDialect.V2 : PromptyDialect.V1;
    }

    private static int LineAt(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    [GeneratedRegex("^-{3,}$", RegexOptions.Multiline)]
    private static partial Regex DashLine();

    // The original's own expression: greedy, so that the front matter ends at the last line of dashes in the file.
    [GeneratedRegex(@"-{3,}\n(?<yaml>.*)-{3,}\n(?<body>.*)", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();
}
