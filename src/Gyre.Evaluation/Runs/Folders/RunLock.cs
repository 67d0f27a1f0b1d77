using Gyre.Kernel;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Keeps two processes from running one run: a file that the operating system locks until its holder ends, cleanly or not.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a run folder, making the folder; null where another holds it.</summary>
    public static RunLock? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new RunLock(new FileStream(PathOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (Directory.Exists(folder) && !IsFree(folder))
        {
            return null;
        }
    }

    /// <summary>Whether nobody runs it; also where there is no folder.</summary>
    public static bool IsFree(string folder)
    {
        try
        {
            using var look = new FileStream(PathOf(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Takes the lock to run it.</summary>
    /// <exception cref="ProblemException"><c>run-in-progress</c>.</exception>
    public static async Task<RunLock> TakeAsync(Run run) => await TakeAsync(run.Folder) ?? throw Held(run.Name);

    /// <summary>Takes the lock of a folder, or null; a moment's wait is for those who only look whether it is free.</summary>
    public static async Task<RunLock?> TakeAsync(string folder)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (TryTake(folder) is { } taken)
            {
                return taken;
            }

            if (attempt == 10)
            {
                return null;
            }

            await Task.Delay(20);
        }
    }

    public static ProblemException Held(string name) =>
        new(new Problem("run-in-progress", $"Run '{name}' is being run by another process. Wait for it, or end it: gyre run cancel --name {name}.") { Field = "name" });

    public void Dispose() => file.Dispose();

    private static string PathOf(string folder) => new RunFolder(folder).Lock;
}
