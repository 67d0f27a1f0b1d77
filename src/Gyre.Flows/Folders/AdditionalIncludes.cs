using System.IO.Compression;
using Gyre.Flows.Definitions;

namespace Gyre.Flows.Folders;

/// <summary>Puts a flow's <c>additional_includes</c> where its code expects them: by base name, in a temporary copy of the flow folder.</summary>
public static class AdditionalIncludes
{
    /// <summary>The folder to run a DAG in.</summary>
    /// <inheritdoc cref="MaterializeAsync(string, IReadOnlyList{string}, CancellationToken)"/>
    public static Task<FlowFolder> MaterializeAsync(FlowDefinition flow, CancellationToken cancellationToken) =>
        MaterializeAsync(flow.Folder, flow.AdditionalIncludes, cancellationToken);

    /// <summary>The folder to run in: the flow's own where it includes nothing.</summary>
    /// <param name="folder">The flow folder.</param>
    /// <param name="includes">Files and folders, relative to it.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="FlowException">UserErrorException: an include is missing.</exception>
    public static async Task<FlowFolder> MaterializeAsync(string folder, IReadOnlyList<string> includes, CancellationToken cancellationToken)
    {
        if (includes.Count == 0)
        {
            return new FlowFolder(folder, isCopy: false, []);
        }

        var warnings = new List<string>();
        var copy = Directory.CreateTempSubdirectory("gyre-flow-").FullName;
        try
        {
            await Task.Run(() => Merge(folder, includes, copy, warnings, cancellationToken), cancellationToken);
            return new FlowFolder(copy, isCopy: true, warnings);
        }
        catch
        {
            Directory.Delete(copy, recursive: true);
            throw;
        }
    }

    /// <summary>The file or folder that an include means, or null where there is none.</summary>
    internal static string? Find(string folder, string include)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(include.Trim(), folder));
        return Path.Exists(path) ? path : FolderToZip(path);
    }

    private static void Merge(string folder, IReadOnlyList<string> includes, string copy, List<string> warnings, CancellationToken cancellationToken)
    {
        FolderCopy.Copy(folder, copy, IgnoreRules.None, onClash: null, cancellationToken);
        foreach (var include in includes)
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(include.Trim(), folder));
            var target = Path.Combine(copy, Path.GetFileName(path));
            if (!Path.Exists(path) && FolderToZip(path) is { } zipped)
            {
                File.Delete(target);
                ZipFile.CreateFromDirectory(zipped, target, CompressionLevel.Fastest, includeBaseDirectory: true);
                continue;
            }

            if (!Path.Exists(path))
            {
                throw new FlowException(ErrorClasses.UserErrorException, $"Unable to find additional include {include}") { File = folder };
            }

            FolderCopy.Copy(path, target, IgnoreRules.None, Clash, cancellationToken);
        }

        void Clash(string source, string target) =>
            warnings.Add($"Found duplicate file in additional includes, additional include file {source} will overwrite {Path.GetRelativePath(copy, target)}");
    }

    /// <summary>A missing <c>foo.zip</c> beside a folder <c>foo</c> means the folder, zipped.</summary>
    private static string? FolderToZip(string path) =>
        path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && Directory.Exists(path[..^".zip".Length]) ? path[..^".zip".Length] : null;
}
