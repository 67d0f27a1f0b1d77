namespace Gyre.Workspace;

/// <summary>Replaces a file as a whole: a reader sees the old one or the new one, never a part, and two writers do not mix.</summary>
public static class AtomicFile
{
    /// <summary>Writes aside, then moves. What fails leaves the old file as it was and nothing beside it.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="IOException">The disk is full, or the place is not a file's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.{Guid.NewGuid():n}";
        try
        {
            using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
