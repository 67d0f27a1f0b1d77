namespace Gyre.Flows.Folders;

/// <summary>The copy of a flow that a run keeps.</summary>
public static class FlowSnapshot
{
    /// <summary>Copies a flow folder, without what its <c>.amlignore</c> or <c>.gitignore</c> leaves out.</summary>
    /// <param name="folder">The flow folder, or its copy with the additional includes.</param>
    /// <param name="target">Where the copy goes; made where absent.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static Task CopyAsync(string folder, string target, CancellationToken cancellationToken) =>
        Task.Run(() => FolderCopy.Copy(folder, target, IgnoreRules.Of(folder), onClash: null, cancellationToken), cancellationToken);
}
