using Gyre.Flows.Definitions;
using Gyre.Flows.Folders;

namespace Gyre.Flows.Validation;

/// <summary>The files that a flow's nodes can name: its folder's, and what its additional includes bring.</summary>
internal static class SourceFiles
{
    /// <summary>The file or folder, or null where there is none.</summary>
    public static string? Find(FlowDefinition flow, string path)
    {
        var own = Path.GetFullPath(path, flow.Folder);
        if (Path.Exists(own))
        {
            return own;
        }

        var parts = path.Replace('\\', '/').Split('/', 2);
        return flow.AdditionalIncludes
            .Select(include => AdditionalIncludes.Find(flow.Folder, include))
            .Where(found => found is not null && Path.GetFileName(found) == parts[0])
            .Select(found => parts.Length == 1 ? found! : Path.Combine(found!, parts[1]))
            .FirstOrDefault(Path.Exists);
    }

    /// <summary>The names in the flow folder, for suggestions.</summary>
    public static IEnumerable<string> Names(FlowDefinition flow) => !Directory.Exists(flow.Folder) ? [] : Directory.EnumerateFiles(flow.Folder).Select(f => Path.GetFileName(f)!);
}
