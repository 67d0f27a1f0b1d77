using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Folders;

namespace Gyre.Flows.Validation;

/// <summary>What can be wrong with a flex flow beyond the shape of its file; its Python code is only looked at, not run.</summary>
internal static class FlexChecks
{
    public static void Find(FlexDefinition flow, Faults faults)
    {
        DagChecks.CheckInputs(flow.Inputs ?? [], "inputs", faults);
        DagChecks.CheckInputs(flow.Init ?? [], "init", faults);
        foreach (var include in flow.AdditionalIncludes.Where(i => AdditionalIncludes.Find(flow.Folder, i) is null))
        {
            faults.Error("missing-include", $"Unable to find additional include {include}", "additional_includes", 1);
        }

        if (flow.Module.Length > 0 && flow.Language == "python")
        {
            CheckEntry(flow, faults);
        }
    }

    private static void CheckEntry(FlexDefinition flow, Faults faults)
    {
        var folder = flow.Code is null ? flow.Folder : Path.GetFullPath(flow.Code, flow.Folder);
        var path = flow.Module.Replace('.', '/');
        var file = new[] { path + ".py", path + "/__init__.py" }.Select(p => Path.Combine(folder, p)).FirstOrDefault(File.Exists);
        if (file is null)
        {
            faults.Warning("entry-elsewhere", $"There is no '{path}.py' in the flow folder; module '{flow.Module}' must be importable from elsewhere.", "entry", 1);
        }
        else if (!Regex.IsMatch(File.ReadAllText(file), $@"\b{Regex.Escape(flow.Target)}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            faults.Error("unknown-entry", $"'{path}.py' has no '{flow.Target}'.", "entry", 1);
        }
    }
}
