using Gyre.Evaluation.Data;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>The rows of all versions: one file for each content, named by its hash, that is never changed.</summary>
/// <param name="folder">Full path; may not exist yet.</param>
internal sealed class RowsFolder(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    // A commit takes milliseconds; a minute means that somebody hangs.
    private const int Attempts = 3_000;

    /// <summary>Where the rows of a hash are, or would be.</summary>
    public string PathOf(string sha256) => Path.Combine(folder, sha256 + ".jsonl");

    /// <summary>Begins rows that get their name when they are complete.</summary>
    public async Task<RowsWriter> BeginAsync(CancellationToken cancellationToken)
    {
        // A file is there a moment before its writer holds it, and would look like one that was left behind.
        using var held = await LockAsync(cancellationToken);
        return new RowsWriter(folder);
    }

    /// <summary>Keeps all other processes from adding and deleting until it is disposed.</summary>
    /// <exception cref="ProblemException"><c>datasets-busy</c>.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, ".lock");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                Sweep();
                return held;
            }
            catch (IOException) when (File.Exists(file) && attempt < Attempts)
            {
                await Task.Delay(Patience, cancellationToken);
            }
            catch (IOException e) when (File.Exists(file))
            {
                throw new ProblemException(new Problem("datasets-busy", "Another process has been changing datasets for a minute. End it, then try again.") { File = file }, e);
            }
        }
    }

    /// <summary>Whether rows are what their name says.</summary>
    public async Task<bool> IsWholeAsync(string sha256, CancellationToken cancellationToken) => await DataHash.OfAsync(PathOf(sha256), cancellationToken) == sha256;

    /// <summary>Removes rows; where there are none, nothing.</summary>
    public void Remove(string sha256) => File.Delete(PathOf(sha256));

    // What was being written by a process that is gone. Whoever still writes holds the file.
    private void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*" + RowsWriter.Unfinished))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (IOException)
            {
            }
        }
    }
}
