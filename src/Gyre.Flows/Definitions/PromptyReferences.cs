using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Replaces <c>${env:NAME}</c> and <c>${file:path}</c> in values, at any depth.</summary>
/// <param name="folder">What paths are relative to.</param>
/// <param name="sources">What may be read.</param>
internal sealed partial class PromptyReferences(string folder, ReferenceSources sources)
{
    /// <summary>A copy with every text value replaced that begins with a reference; keys stay.</summary>
    public object? Resolve(object? value) => value switch
    {
        string text => Resolve(text),
        List<object?> list => list.ConvertAll(Resolve),
        PythonDict dict => Copy(dict),
        _ => value,
    };

    /// <summary>Whether a text is a reference to a file or a variable.</summary>
    public static bool IsReference(string text) => Reference().Match(text).Groups["kind"].Value is "env" or "file";

    /// <summary>The first dict with the second's entries over it, level by level; new entries come first, as in the original.</summary>
    public static PythonDict Update(PythonDict origin, PythonDict overwrite)
    {
        var updated = new PythonDict();
        foreach (var (key, value) in overwrite)
        {
            updated[key] = value is PythonDict inner
                ? Update(origin.TryGetValue(key, out var before) && before is PythonDict dict ? dict : [], inner)
                : value;
        }

        foreach (var (key, value) in origin)
        {
            if (!updated.ContainsKey(key))
            {
                updated[key] = value;
            }
        }

        return updated;
    }

    /// <summary>A JSON or YAML file as a value, any other file as text.</summary>
    /// <exception cref="FlowException">UserErrorException: it is missing or broken.</exception>
    public object? ReadFile(string path)
    {
        var file = Path.GetFullPath(path, folder);
        if (!File.Exists(file))
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"Cannot find the reference file {path}.") { File = file };
        }

        try
        {
            var text = File.ReadAllText(file);
            return Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".json" => PythonJson.Parse(text),
                ".yml" or ".yaml" => YamlText.Read(text, file).ToValue(),
                _ => text.ReplaceLineEndings("\n"),
            };
        }
        catch (Exception e) when (e is JsonException or ProblemException)
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"The reference file {path} can't be read: {e.Message}", e) { File = file };
        }
    }

    /// <summary>Whether a file may be read.</summary>
    public bool MayRead(string path) => sources.MayRead?.Invoke(Path.GetFullPath(path, folder)) != false;

    private object? Resolve(string text)
    {
        var reference = Reference().Match(text);
        return reference.Groups["kind"].Value switch
        {
            "env" => sources.Environment(reference.Groups["value"].Value) ?? text,
            "file" => MayRead(reference.Groups["value"].Value) ? ReadFile(reference.Groups["value"].Value) : text,
            _ => text,
        };
    }

    private PythonDict Copy(PythonDict dict)
    {
        var copy = new PythonDict(dict.Count);
        foreach (var (key, value) in dict)
        {
            copy[key] = Resolve(value);
        }

        return copy;
    }

    [GeneratedRegex(@"^\$\{(?<kind>\w+):(?<value>.*)\}")]
    private static partial Regex Reference();
}
