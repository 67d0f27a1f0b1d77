using Gyre.Flows.Definitions;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Validation;

/// <summary>The shape of a <c>run.yaml</c>; what its flags may add is only known to the run.</summary>
internal static class RunFileChecks
{
    public static readonly string[] Keys =
    [
        "$schema", "name", "display_name", "description", "tags", "properties", "flow", "data", "run", "column_mapping", "variant",
        "environment_variables", "connections", "init", "resources", "identity", "runtime", "type",
    ];

    private static readonly string[] CloudKeys = ["resources", "identity", "runtime"];
    private static readonly string[] PathKeys = ["flow", "data"];

    public static IEnumerable<Problem> Find(string file)
    {
        var faults = new Faults(file);
        var top = YamlFields.Of(YamlText.ReadFile(file), "", faults);
        top.WarnOfUnknown(Keys);
        CheckPaths(top);
        CheckMapping(top);
        foreach (var entry in top.Fields("connections").Entries)
        {
            _ = top.Fields("connections").Fields(entry.Name);
        }

        foreach (var key in CloudKeys.Where(top.Has))
        {
            faults.Warning("cloud-only", $"'{key}' has a meaning in the cloud only and is ignored.", key, top.LineOf(key));
        }

        return faults.Problems;
    }

    private static void CheckPaths(YamlFields top)
    {
        var folder = Path.GetDirectoryName(top.Faults.File)!;
        if (!top.Has("flow"))
        {
            top.Missing("flow");
        }

        if (!top.Has("data") && !top.Has("run"))
        {
            // What the file leaves open may come with the command.
            top.Faults.Warning("no-data", "A run needs 'data', or 'run' with the name of an earlier run, or both: here, or with --data and --run.", "data", top.LineOf("data"));
        }

        foreach (var key in PathKeys)
        {
            if (top.Text(key) is { Length: > 0 } path && !path.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.GetFullPath(path, folder))
                && !(key == "data" && IsDataset(path, folder)))
            {
                top.Error(key, "missing-file", $"There is nothing at '{path}', which is relative to this file.");
            }
        }
    }

    private static bool IsDataset(string path, string folder) =>
        DatasetReference.TryParse(path, out var dataset) && File.Exists(Path.Combine(GyreHome.Locate(folder).DatasetsFolder, dataset.Name + ".yaml"));

    private static void CheckMapping(YamlFields top)
    {
        var mapping = top.Fields("column_mapping");
        if (mapping.Entries.Count == 0)
        {
            return;
        }

        if (mapping.Entries.All(e => !IsBinding(e.Value)))
        {
            top.Error("column_mapping", "no-binding", "The column mapping must contain at least one mapping binding, such as ${data.question}.");
        }

        foreach (var entry in mapping.Entries.Where(e => !IsBinding(e.Value) && e.Value is YamlScalar { Value: string text } && text.Contains("${", StringComparison.Ordinal)))
        {
            top.Faults.Warning("literal-mapping", "This is plain text: a binding counts only where it is the whole value.", mapping.PathOf(entry.Name), entry.Key.Line);
        }
    }

    private static bool IsBinding(YamlNode node) =>
        node is YamlScalar { Value: string text } && text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}');
}
