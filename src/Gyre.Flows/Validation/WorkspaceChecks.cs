using Gyre.Flows.Definitions;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Workspace;

namespace Gyre.Flows.Validation;

/// <summary>What can be wrong with a <c>gyre.yaml</c>: its keys, and the types and fields of its connections.</summary>
internal static class WorkspaceChecks
{
    private static readonly string[] AnyType = ["name", "type", "module", "configs", "secrets"];

    public static IEnumerable<Problem> Find(string file)
    {
        var workspace = WorkspaceFile.Read(file);
        var faults = new Faults(workspace.File);
        foreach (var (name, map) in workspace.Connections)
        {
            CheckConnection(new YamlFields(map, $"connections.{name}", faults));
        }

        return workspace.Warnings.Select(w => w with { Severity = ProblemSeverity.Warning }).Concat(faults.Problems);
    }

    private static void CheckConnection(YamlFields fields)
    {
        var type = fields.RequiredText("type");
        if (ConnectionTypes.Find(type) is { } known)
        {
            fields.WarnOfUnknown([.. AnyType, .. known.Fields.Select(f => f.Name)]);
        }
        else if (type.Length > 0)
        {
            fields.Error("type", "unknown-connection-type", $"'{type}' is no connection type.{NearestName.Hint(type, ConnectionTypes.All.Select(t => t.Name))}");
        }
    }
}
