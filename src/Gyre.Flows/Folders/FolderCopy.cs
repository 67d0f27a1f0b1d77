namespace Gyre.Flows.Folders;

/// <summary>Copies folders as the original does: links become what they point at, times stay.</summary>
internal static class FolderCopy
{
    /// <summary>Copies a file, or what a folder holds, and tells of every file that was there already; the new one wins.</summary>
    /// <param name="source">A file or folder.</param>
    /// <param name="target">The file or folder to write; made where absent.</param>
    /// <param name="rules">What is left out, by the path below <paramref name="source"/>.</param>
    /// <param name="onClash">Told the source and the target of a file that is overwritten.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static void Copy(string source, string target, IgnoreRules rules, Action<string, string>? onClash, CancellationToken cancellationToken)
    {
        if (File.Exists(source))
        {
            CopyFile(new FileInfo(source), target, onClash);
        }
        else
        {
            CopyFolder(new DirectoryInfo(source), target, "", []);
        }

        void CopyFolder(DirectoryInfo folder, string into, string path, string[] above)
        {
            var real = (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName;
            if (above.Contains(real, StringComparer.Ordinal) || (above.Length > 0 && IsHome(folder)) || real == Path.GetFullPath(target))
            {
                return;
            }

            Directory.CreateDirectory(into);
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
                var place = Path.Combine(into, entry.Name);
                if (rules.Ignores(name, entry is DirectoryInfo))
                {
                    continue;
                }

                if (entry is DirectoryInfo inner)
                {
                    CopyFolder(inner, place, name, [.. above, real]);
                }
                else if (entry is FileInfo { Exists: true } file)
                {
                    CopyFile(file, place, onClash);
                }
            }
        }
    }

    // A home (GYRE_HOME) inside the flow folder holds every run, the copy being made among them.
    private static bool IsHome(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "gyre.db"));

    private static void CopyFile(FileInfo file, string target, Action<string, string>? onClash)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target))
        {
            onClash?.Invoke(file.FullName, target);
        }

        file.CopyTo(target, overwrite: true);
    }
}
