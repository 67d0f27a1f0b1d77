using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>Settings that may stand in a file of their own. What it says is taken into the evaluation, which stays as it was when the file changes.</summary>
internal static class SettingFiles
{
    private static readonly HashSet<(string Evaluator, string Setting)> Known = [("json_schema", "schema"), ("rubric", "rubric")];

    /// <summary>The settings with each such path replaced by what the file says.</summary>
    /// <param name="evaluator">Whose they are.</param>
    /// <param name="settings">As written.</param>
    /// <param name="folder">What paths are relative to.</param>
    /// <param name="fault">Told what is wrong with a file.</param>
    public static PythonDict Inlined(string evaluator, PythonDict settings, string folder, Action<string> fault)
    {
        var inlined = new PythonDict(settings.Count);
        foreach (var (key, value) in settings)
        {
            var setting = PythonText.Str(key);
            inlined[setting] = value is string path && Known.Contains((evaluator, setting)) ? Read(Path.GetFullPath(path, folder), setting, fault) ?? value : value;
        }

        return inlined;
    }

    private static object? Read(string file, string setting, Action<string> fault)
    {
        if (!File.Exists(file))
        {
            fault($"'{setting}': there is no file '{file}'.");
            return null;
        }

        try
        {
            // JSON is YAML.
            return YamlText.ReadFile(file).ToValue();
        }
        catch (ProblemException e)
        {
            fault($"'{setting}': {e.Problem}");
            return null;
        }
    }
}
