namespace Gyre.Flows.Folders;

/// <summary>Where a flow runs: its own folder, or a temporary copy with the additional includes in place. Dispose it after the flow.</summary>
/// <param name="path">Full path.</param>
/// <param name="isCopy">Whether it is temporary.</param>
/// <param name="warnings">What the copying found.</param>
public sealed class FlowFolder(string path, bool isCopy, IReadOnlyList<string> warnings) : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it is a temporary copy, gone once disposed.</summary>
    public bool IsCopy { get; } = isCopy;

    /// <summary>Includes that overwrote a file of the flow.</summary>
    public IReadOnlyList<string> Warnings { get; } = warnings;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsCopy)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A worker that has not quite ended may hold a file; the system clears its temporary folder.
        }
    }
}
