using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>The three ways to write a flow.</summary>
public enum FlowKind
{
    /// <summary>Nodes in a <c>flow.dag.yaml</c>.</summary>
    Dag,

    /// <summary>A Python function or class named by <c>entry</c>.</summary>
    Flex,

    /// <summary>One prompt in a <c>.prompty</c>.</summary>
    Prompty,
}

/// <summary>A flow's file and what kind of flow it holds.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Kind">Decided by content: a top-level <c>entry</c> makes any YAML file a flex flow.</param>
public sealed record FlowFile(string Path, FlowKind Kind)
{
    private static readonly string[] Names = ["flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml"];

    /// <summary>The flow folder.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Finds the flow that a path means: a file, or a folder with exactly one flow file.</summary>
    /// <param name="path">A folder, or a file named <c>*.yaml</c>, <c>*.yml</c> or <c>*.prompty</c>.</param>
    /// <param name="acceptSinglePrompty">Whether a folder without a flow file may hold exactly one <c>.prompty</c> instead, as serving allows.</param>
    /// <exception cref="FlowException">ValidationException where a folder has several; UserErrorException where there is none.</exception>
    /// <exception cref="ProblemException">The file is not YAML.</exception>
    public static FlowFile Find(string path, bool acceptSinglePrompty = false)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Directory.Exists(full) ? InFolder(full, acceptSinglePrompty) : AtFile(full);
    }

    private static FlowFile InFolder(string folder, bool acceptSinglePrompty)
    {
        var found = Names.Where(name => File.Exists(System.IO.Path.Combine(folder, name))).ToArray();
        if (found.Length > 1)
        {
            throw new FlowException(
                ErrorClasses.ValidationException,
                $"Multiple files {string.Join(", ", found)} exist in {folder}. Please specify a file or remove the extra YAML file.");
        }

        if (found is [var name])
        {
            return AtFile(System.IO.Path.Combine(folder, name));
        }

        if (acceptSinglePrompty && Directory.GetFiles(folder, "*.prompty") is [var prompty])
        {
            return new FlowFile(prompty, FlowKind.Prompty);
        }

        throw new FlowException(ErrorClasses.UserErrorException, $"Flow path {folder} must have postfix either flow.dag.yaml or flow.flex.yaml");
    }

    private static FlowFile AtFile(string file)
    {
        var suffix = System.IO.Path.GetExtension(file).ToLowerInvariant();
        if (!File.Exists(file))
        {
            throw suffix is ".yaml" or ".yml" or ".prompty"
                ? new FlowException(ErrorClasses.UserErrorException, $"Flow file {file} does not exist.") { File = file }
                : new FlowException(ErrorClasses.UserErrorException, $"Flow path {file} does not exist.") { File = file };
        }

        return suffix switch
        {
            ".prompty" => new FlowFile(file, FlowKind.Prompty),
            ".yaml" or ".yml" => new FlowFile(file, YamlText.ReadFile(file) is YamlMap map && map["entry"] is not null ? FlowKind.Flex : FlowKind.Dag),
            _ => throw new FlowException(ErrorClasses.UserErrorException, $"The flow file suffix must be yaml or yml, and cannot be {suffix}") { File = file },
        };
    }
}
