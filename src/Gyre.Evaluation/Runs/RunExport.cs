using System.IO.Compression;
using System.Text;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Runs;

/// <summary>Copies a run's folder out, with the index's entry beside it as <c>run.json</c>. The flow's <c>.env</c> files stay behind.</summary>
public static class RunExport
{
    /// <summary>Writes a zip (where the target ends in <c>.zip</c>) or a folder.</summary>
    /// <returns>The full path of what was written.</returns>
    /// <exception cref="ProblemException"><c>export-exists</c>, <c>run-folder-missing</c>.</exception>
    public static async Task<string> WriteAsync(Run run, string target, CancellationToken cancellationToken)
    {
        target = Path.GetFullPath(target);
        if (Path.Exists(target))
        {
            throw new ProblemException(new Problem("export-exists", $"'{target}' is there already. Choose another place, or remove it.") { File = target });
        }

        if (!Directory.Exists(run.Folder))
        {
            throw new ProblemException(new Problem("run-folder-missing", $"The folder of run '{run.Name}' is gone: '{run.Folder}'.") { File = run.Folder });
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var entry = Encoding.UTF8.GetBytes(PythonJson.Write(RunJson.ToDict(run), indented: true) + "\n");
        if (Path.GetExtension(target) == ".zip")
        {
            await ZipAsync(run, target, entry, cancellationToken);
        }
        else
        {
            await CopyAsync(run, target, entry, cancellationToken);
        }

        return target;
    }

    private static async Task ZipAsync(Run run, string target, byte[] entry, CancellationToken cancellationToken)
    {
        var temporary = target + ".new";
        try
        {
            await using (var zip = await ZipFile.OpenAsync(temporary, ZipArchiveMode.Create, cancellationToken))
            {
                await using (var stream = await zip.CreateEntry("run.json").OpenAsync(cancellationToken))
                {
                    await stream.WriteAsync(entry, cancellationToken);
                }

                foreach (var (file, name) in Files(run))
                {
                    await zip.CreateEntryFromFileAsync(file, name.Replace('\\', '/'), CompressionLevel.Fastest, cancellationToken);
                }
            }

            File.Move(temporary, target);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task CopyAsync(Run run, string target, byte[] entry, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        await File.WriteAllBytesAsync(Path.Combine(target, "run.json"), entry, cancellationToken);
        foreach (var (file, name) in Files(run))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copy = Path.Combine(target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    // The snapshot needs them to run; an export is sent around, and they are where keys are kept.
    private static bool HoldsKeys(string name) => name == ".env" || name.StartsWith(".env.", StringComparison.Ordinal);

    private static IEnumerable<(string File, string Name)> Files(Run run)
    {
        var ownLock = new RunFolder(run.Folder).Lock;
        return Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories)
            .Where(file => file != ownLock && !HoldsKeys(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Path.GetRelativePath(run.Folder, file)));
    }
}
