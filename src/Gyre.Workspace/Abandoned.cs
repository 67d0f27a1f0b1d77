namespace Gyre.Workspace;

/// <summary>What a process left behind that was ended in the middle of writing.</summary>
public static class Abandoned
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Removes what is older than a day. What can't be removed, or somebody else removes meanwhile, is let be: whoever comes here to work is not told.</summary>
    /// <param name="folder">Full path of where it lies; need not exist.</param>
    /// <param name="pattern">What it is called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isOurs">Whether a full path is of such a thing; of all where null.</param>
    public static void Sweep(string folder, string pattern, TimeProvider time, Func<string, bool>? isOurs = null)
    {
        var before = time.GetUtcNow().UtcDateTime - Age;
        try
        {
            foreach (var place in Directory.EnumerateFileSystemEntries(folder, pattern).Where(p => isOurs?.Invoke(p) != false))
            {
                Remove(place, before);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is none, or it can't be looked through.
        }
    }

    private static void Remove(string place, DateTime before)
    {
        try
        {
            if (Directory.Exists(place))
            {
                if (Directory.GetCreationTimeUtc(place) < before)
                {
                    Directory.Delete(place, recursive: true);
                }
            }
            else if (File.GetLastWriteTimeUtc(place) < before)
            {
                File.Delete(place);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever comes next tries again.
        }
    }
}
