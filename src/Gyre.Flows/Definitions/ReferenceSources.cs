using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Flows.Definitions;

/// <summary>What the references of a front matter may read: <c>${env:NAME}</c> and <c>${file:path}</c>.</summary>
/// <param name="Environment">Finds a variable, or null; one that is unset leaves its reference as text.</param>
/// <param name="MayRead">Whether a file may be read, by its full path; of one that may not, the reference stays text. Null for any file.</param>
internal sealed record ReferenceSources(Func<string, string?> Environment, Func<string, bool>? MayRead = null)
{
    /// <summary>Those of a flow that is run: the process's variables, and any file.</summary>
    public static ReferenceSources Process { get; } = new(System.Environment.GetEnvironmentVariable);

    /// <summary>Those of a flow that somebody looks at from afar: no variable, which may be a secret, and no file that the page may not see.</summary>
    /// <param name="folder">Full path of the workspace.</param>
    public static ReferenceSources OfPage(string folder) => new(_ => null, file =>
    {
        try
        {
            return !WorkspacePath.IsWorkspaceFile(folder, WorkspacePath.Inside(folder, file));
        }
        catch (ProblemException)
        {
            return false;
        }
    });

    /// <summary>Whether a value is a reference that is not followed here, so that nobody can tell what it stands for.</summary>
    internal bool Leaves(object? value) => MayRead is not null && value is string text && PromptyReferences.IsReference(text);
}
