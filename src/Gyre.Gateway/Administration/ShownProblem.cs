using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Gateway.Administration;

/// <summary>A problem as it leaves the server: its places are named from the workspace's folder, not from the machine's root.</summary>
internal static class ShownProblem
{
    /// <param name="problem">As it was thrown.</param>
    /// <param name="home">The workspace; null where there is none.</param>
    public static Problem Of(Problem problem, GyreHome? home)
    {
        var message = new[] { home?.WorkspaceFolder, home?.Folder }.OfType<string>()
            .Aggregate(problem.Message, (text, folder) => text.Replace(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        return problem with { Message = message, File = problem.File is { } file ? Named(file, home?.WorkspaceFolder) : null };
    }

    private static string Named(string file, string? folder)
    {
        var named = folder is not null && Path.IsPathFullyQualified(file) ? WorkspacePath.Of(folder, file) : file;
        return Path.IsPathFullyQualified(named) ? Path.GetFileName(named) : named;
    }
}
