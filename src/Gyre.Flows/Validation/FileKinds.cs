using Gyre.Models.Connections;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Validation;

/// <summary>What a file is, for validating it.</summary>
internal enum FileKind
{
    Flow,
    Run,
    Connection,
    Workspace,
    ChatGroup,
    ToolMeta,
    Assistant,

    /// <summary>An evaluation, or a file that says itself of what kind it is: another command reads it.</summary>
    Other,
}

/// <summary>Tells formats apart: by name where the name is fixed, else by the keys that only one format has.</summary>
internal static class FileKinds
{
    public static FileKind Of(string path)
    {
        var name = Path.GetFileName(path);
        if (name == "gyre.yaml")
        {
            return FileKind.Workspace;
        }

        if (!File.Exists(path) || Path.GetExtension(path).ToLowerInvariant() is not (".yaml" or ".yml") || name.StartsWith("flow.", StringComparison.Ordinal))
        {
            return FileKind.Flow;
        }

        return YamlText.ReadFile(path) is YamlMap map ? Of(map) : FileKind.Flow;
    }

    private static FileKind Of(YamlMap map)
    {
        if (map["kind"] is YamlScalar || map["evaluators"] is not null)
        {
            return FileKind.Other;
        }

        if (map["nodes"] is not null || map["entry"] is not null)
        {
            return FileKind.Flow;
        }

        if (map["roles"] is not null)
        {
            return FileKind.ChatGroup;
        }

        if (map["flow"] is not null || map["data"] is not null || map["run"] is not null || map["column_mapping"] is not null)
        {
            return FileKind.Run;
        }

        if (map["type"] is YamlScalar type && ConnectionTypes.Find(type.Text) is not null)
        {
            return FileKind.Connection;
        }

        if (map["instructions"] is not null && map["model"] is not null)
        {
            return FileKind.Assistant;
        }

        var isTool = map.Entries.Count > 0 && map.Entries.All(e => e.Value is YamlMap tool && (tool["module"] is not null || tool["function"] is not null));
        return isTool ? FileKind.ToolMeta : FileKind.Flow;
    }
}
