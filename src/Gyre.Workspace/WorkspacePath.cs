using Gyre.Kernel;

namespace Gyre.Workspace;

/// <summary>Paths as requests name them, from the workspace's folder with slashes: what leads outside is refused, by links too.</summary>
public static class WorkspacePath
{
    // A chain of links this long is a circle.
    private const int MostLinks = 32;

    /// <summary>The full path of what a request names.</summary>
    /// <param name="folder">Full path of the workspace.</param>
    /// <param name="path">From there, with slashes; need not exist.</param>
    /// <exception cref="ProblemException"><c>path-outside</c>, or <c>path-hidden</c> for names that begin with a dot: settings, secrets, the state of Gyre and git.</exception>
    public static string Resolve(string folder, string path) =>
        path.Length == 0 || path.Contains('\\') || Path.IsPathRooted(path) ? throw Outside(path) : Inside(folder, path);

    /// <summary>The same of a path that may be a full one, as definitions of runs have it once they are read.</summary>
    /// <param name="folder">Full path of the workspace.</param>
    /// <param name="path">From there, or full; need not exist.</param>
    /// <exception cref="ProblemException"><c>path-outside</c>, <c>path-hidden</c>.</exception>
    public static string Inside(string folder, string path)
    {
        if (path.Contains('\0'))
        {
            throw Outside(path);
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, root));
        if (!IsInside(root, full))
        {
            throw Outside(path);
        }

        // A link may lead anywhere, to what is hidden too.
        var (realRoot, real) = (Real(root), Real(full));
        if (!IsInside(realRoot, real))
        {
            throw Outside(path);
        }

        return IsHidden(root, full) || IsHidden(realRoot, real)
            ? throw new ProblemException(new Problem("path-hidden", $"'{path}' is hidden: names that begin with a dot are not for the page."))
            : full;
    }

    /// <summary>Whether a path leads to the workspace's own file, which may hold secrets: by a link, or in letters of another case.</summary>
    /// <param name="folder">Full path of the workspace.</param>
    /// <param name="full">Full path of a file.</param>
    public static bool IsWorkspaceFile(string folder, string full)
    {
        var real = Real(full);
        return Path.GetFileName(real).Equals(GyreHome.WorkspaceFileName, StringComparison.OrdinalIgnoreCase)
            && Path.GetDirectoryName(real) == Real(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    /// <summary>The path as requests name it; one that is not in the workspace as it is.</summary>
    public static string Of(string folder, string full)
    {
        var relative = Path.GetRelativePath(folder, full).Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? full : relative;
    }

    private static bool IsHidden(string root, string full) => Path.GetRelativePath(root, full).Split(Path.DirectorySeparatorChar).Any(name => name.StartsWith('.') && name != ".");

    private static bool IsInside(string root, string full) => full == root || full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Where a path leads once every link on the way is followed.</summary>
    private static string Real(string path, int links = 0)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                next = links < MostLinks ? Real(Path.GetFullPath(target, real), links + 1) : throw Outside(path);
            }

            real = next;
        }

        return real;
    }

    private static ProblemException Outside(string path) =>
        new(new Problem("path-outside", $"'{path.Replace("\0", "", StringComparison.Ordinal)}' is no path inside the workspace. Name it from the workspace's folder, with slashes: flows/support/flow.dag.yaml."));
}
