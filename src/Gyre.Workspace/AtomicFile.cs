namespace Gyre.Workspace;

/// <summary>Replaces a file as a whole: a reader sees the old one or the new one, never a part, and two writers do not mix.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes aside, then moves. What fails leaves the old file as it was and nothing beside it. A link stays one: the file that it leads to
    /// is replaced. Who may read and run a file stays too.
    /// </summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="IOException">The disk is full, or the place is not a file's.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var replaces = File.Exists(target);
        UnixFileMode? mode = replaces && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : null;
        var aside = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}");
        try
        {
            using (var stream = new FileStream(aside, Options(mode)))
            {
                write(stream);

                // Else a power cut could leave neither the old text nor the new one.
                stream.Flush(flushToDisk: replaces);
            }

            if (mode is { } same && !OperatingSystem.IsWindows())
            {
                // The mask of the process may have taken some away.
                File.SetUnixFileMode(aside, same);
            }

            File.Move(aside, target, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (mode is { } same && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = same;
        }

        return options;
    }
}
