using Gyre.Flows;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>A file that was sent, in a folder of its own while it is read.</summary>
internal sealed class SentFile : IDisposable
{
    private static readonly string[] Suffixes = [".jsonl", ".json", ".csv", ".tsv"];

    private readonly string folder;

    private SentFile(string folder, string name)
    {
        (this.folder, Name) = (folder, name);
        File = Path.Combine(folder, "rows" + Path.GetExtension(name).ToLowerInvariant());
    }

    /// <summary>What it was called where it came from.</summary>
    public string Name { get; }

    /// <summary>Full path of it here.</summary>
    public string File { get; }

    /// <summary>Writes it to the disk as it comes.</summary>
    /// <param name="folder">Where files lie while they are read.</param>
    /// <param name="name">What the sender calls it; its suffix says what it is.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it; then nothing is left.</param>
    /// <exception cref="ProblemException"><c>file-name-invalid</c>.</exception>
    public static async Task<SentFile> TakeAsync(string folder, string? name, Stream body, TimeProvider time, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200 || name.IndexOfAny(['/', '\\', '\0']) >= 0 || name.Any(char.IsControl) || !Suffixes.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            throw new ProblemException(new Problem("file-name-invalid", $"'{name}' is not the name of a file of rows: it must end in {string.Join(", ", Suffixes)}, and name no folder.") { Field = "file" });
        }

        Sweep(folder, time);
        var sent = new SentFile(Path.Combine(folder, Guid.NewGuid().ToString("n")), name);
        try
        {
            Directory.CreateDirectory(sent.folder);
            await using var stream = new FileStream(sent.File, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            await body.CopyToAsync(stream, cancellationToken);
            return sent;
        }
        catch
        {
            sent.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with a row, without the places of this machine.</summary>
    public static Problem Problem(FlowException fault, string file, string name) =>
        new("rows-unreadable", fault.Message.Replace(file, name, StringComparison.Ordinal)) { Line = fault.Line };

    /// <summary>Does something with the file; what its rows have wrong is told as a problem.</summary>
    /// <exception cref="ProblemException"><c>rows-unreadable</c>, with the line.</exception>
    public async Task<T> ReadAsync<T>(Func<string, Task<T>> read)
    {
        try
        {
            return await read(File);
        }
        catch (FlowException e)
        {
            throw new ProblemException(Problem(e, File, Name), e);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what a process left behind that was ended in the middle: folders of what was sent; of exports and reports files, which stay where the process is killed.</summary>
    public static void Sweep(string folder, TimeProvider time) => Abandoned.Sweep(folder, "*", time);
}
