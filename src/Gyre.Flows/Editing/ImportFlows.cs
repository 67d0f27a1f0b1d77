using System.IO.Compression;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Flows.Editing;

/// <summary>Unpacks a zipped prompt flow project into a new folder of the workspace: all of it or nothing.</summary>
/// <param name="files">Of the workspace.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportFlows(FlowFiles files, TimeProvider time)
{
    /// <summary>The largest archive in bytes.</summary>
    public const long LargestArchive = 64 * 1024 * 1024;

    private const long LargestContent = 256 * 1024 * 1024;
    private const int MostEntries = 5000;

    // Beside the new folder, so that it is on the same disk; the page shows no hidden names.
    private const string Aside = ".gyre-import-";

    // The kind of a file in the upper half of what Unix archives note.
    private const int KindMask = 0xF000;
    private const int LinkKind = 0xA000;

    /// <summary>Imports an archive.</summary>
    /// <param name="archive">The zip.</param>
    /// <param name="target">The new folder, from the workspace's.</param>
    /// <param name="cancellationToken">Stops it; nothing is left.</param>
    /// <exception cref="ProblemException"><c>folder-exists</c>, <c>folder-invalid</c>, <c>import-unwritable</c>, <c>import-unreadable</c>, <c>import-unsafe</c>, <c>import-too-large</c>, <c>import-no-flow</c>.</exception>
    public async Task<ImportedView> ImportAsync(Stream archive, string target, CancellationToken cancellationToken)
    {
        var folder = WorkspacePath.Resolve(files.Folder, target);
        if (Path.Exists(folder))
        {
            throw new ProblemException(new Problem("folder-exists", $"There is a folder '{target}' already. Name another one.") { Field = "folder" });
        }

        var parent = Path.GetDirectoryName(folder)!;
        if (FileAbove(parent, files.Folder) is { } file)
        {
            throw new ProblemException(new Problem("folder-invalid", $"'{WorkspacePath.Of(files.Folder, file)}' is a file, so there can be no folder in it. Name another one.") { Field = "folder" });
        }

        // What breaks off while it comes is not this machine's fault.
        using var memory = new MemoryStream();
        await archive.CopyToAsync(memory, cancellationToken);
        memory.Position = 0;
        var missing = Missing(parent);
        var aside = Path.Combine(parent, Aside + Guid.NewGuid().ToString("n"));
        try
        {
            Directory.CreateDirectory(parent);
            Abandoned.Sweep(parent, Aside + "*", time);
            await UnpackAsync(memory, aside, cancellationToken);
            Directory.Move(SingleFolder(aside) ?? aside, folder);
            if (files.List(target) is { Count: > 0 } flows)
            {
                missing.Clear();
                return new ImportedView(WorkspacePath.Of(files.Folder, folder), flows);
            }

            Directory.Delete(folder, recursive: true);
            throw new ProblemException(new Problem("import-no-flow", "There is no flow in this archive: no flow.dag.yaml, flow.flex.yaml or .prompty."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("import-unwritable", $"The archive can't be unpacked to '{target}': {e.Message}"), e);
        }
        finally
        {
            Remove(aside, missing);
        }
    }

    // The folders that have to be made, the innermost first.
    private static List<string> Missing(string folder)
    {
        var missing = new List<string>();
        for (var at = folder; !Directory.Exists(at); at = Path.GetDirectoryName(at)!)
        {
            missing.Add(at);
        }

        return missing;
    }

    private static string? FileAbove(string folder, string border)
    {
        for (var at = folder; at.Length > border.Length; at = Path.GetDirectoryName(at)!)
        {
            if (File.Exists(at))
            {
                return at;
            }
        }

        return null;
    }

    private static void Remove(string aside, List<string> made)
    {
        try
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }

            foreach (var folder in made.Where(f => Directory.Exists(f) && !Directory.EnumerateFileSystemEntries(f).Any()))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was wrong in the first place is told; the next import here sweeps.
        }
    }

    private static async Task UnpackAsync(MemoryStream archive, string into, CancellationToken cancellationToken)
    {
        using var zip = Open(archive);
        if (zip.Entries.Count > MostEntries)
        {
            throw new ProblemException(new Problem("import-too-large", $"The archive has {zip.Entries.Count} files; {MostEntries} are the most."));
        }

        Directory.CreateDirectory(into);
        var left = LargestContent;
        foreach (var entry in zip.Entries.Where(e => e.Name.Length > 0 && !IsLeftOut(e.FullName)))
        {
            var place = PlaceOf(entry, into);
            if (FileAbove(Path.GetDirectoryName(place)!, into) is not null || Directory.Exists(place))
            {
                throw new ProblemException(new Problem("import-unreadable", $"'{entry.FullName}' in the archive is both a file and a folder."));
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            left = await CopyAsync(entry, place, left, cancellationToken);
        }
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(new Problem("import-unreadable", "This is no zip archive."), e);
        }
    }

    private static string PlaceOf(ZipArchiveEntry entry, string into)
    {
        var name = entry.FullName.Replace('\\', '/');
        var place = Path.GetFullPath(Path.Combine(into, name));
        var isLink = ((entry.ExternalAttributes >> 16) & KindMask) == LinkKind;
        return !isLink && !name.StartsWith('/') && !name.Contains('\0') && !Path.IsPathRooted(name) && place.StartsWith(into + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? place
            : throw new ProblemException(new Problem("import-unsafe", $"'{entry.FullName}' in the archive is {(isLink ? "a link" : "a path that leads out of it")}. Nothing was imported."));
    }

    // What an archive says of its sizes need not be so.
    private static async Task<long> CopyAsync(ZipArchiveEntry entry, string place, long left, CancellationToken cancellationToken)
    {
        var buffer = new byte[81920];
        try
        {
            await using var source = await entry.OpenAsync(cancellationToken);
            await using var target = New(entry, place);
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                left -= read;
                if (left < 0)
                {
                    throw new ProblemException(new Problem("import-too-large", $"Unpacked, the archive has more than {LargestContent / (1024 * 1024)} MiB."));
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(new Problem("import-unreadable", $"'{entry.FullName}' in the archive is damaged."), e);
        }

        return left;
    }

    // Names that differ in their case are one file on some disks.
    private static FileStream New(ZipArchiveEntry entry, string place)
    {
        try
        {
            return new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (IOException e) when (File.Exists(place))
        {
            throw new ProblemException(new Problem("import-unreadable", $"'{entry.FullName}' is twice in the archive."), e);
        }
    }

    // Of machines and of versions, not of the project.
    private static bool IsLeftOut(string name) =>
        name.Replace('\\', '/').Split('/') is var parts && parts.Any(p => p is "__MACOSX" or ".git" or ".promptflow" or "__pycache__" or ".DS_Store" or ".gyre");

    private static string? SingleFolder(string folder) =>
        Directory.GetFileSystemEntries(folder) is [var only] && Directory.Exists(only) ? only : null;
}
