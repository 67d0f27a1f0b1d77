using Gyre.Kernel;

namespace Gyre.Workspace;

/// <summary>Paths that come from outside of the process, such as from a page: what they name must lie in the workspace's folder.</summary>
public static class WorkspacePaths
{
    /// <summary>The full path that is meant, wherever links in it lead; it may not exist.</summary>
    /// <param name="root">Full path of the workspace's folder.</param>
    /// <param name="path">Relative to the folder, or full.</param>
    /// <exception cref="ProblemException"><c>path-outside</c>.</exception>
    public static string Inside(string root, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Outside(path);
        }

        var full = Path.GetFullPath(path, root);
        return Holds(root, full) && Holds(Real(root), Real(full)) ? full : throw Outside(path);
    }

    /// <summary>A path as the workspace's files name it: relative to the folder where it lies in it, with slashes; else as it is.</summary>
    public static string Named(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? path : relative;
    }

    private static bool Holds(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    // Every folder on the way may be a link, and so may be what a link leads to.
    private static string Real(string path)
    {
        var at = Path.GetPathRoot(path)!;
        foreach (var part in path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null && File.ResolveLinkTarget(at, returnFinalTarget: true) is { } target)
            {
                at = Real(target.FullName);
            }
        }

        return at;
    }

    private static ProblemException Outside(string path) =>
        new(new Problem("path-outside", $"'{path.Replace("\0", "", StringComparison.Ordinal)}' is not in the workspace's folder. Name a file in it.") { Field = "path" });
}
