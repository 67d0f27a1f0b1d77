using System.Collections.Concurrent;
using System.Text;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Models.Replay;

/// <summary>A folder of recordings: <c>&lt;key&gt;.&lt;n&gt;.json</c>, numbered from 1 for equal requests.</summary>
internal sealed class RecordingFolder(string path)
{
    // No more of them than there are files: what is not recorded is not counted.
    private readonly ConcurrentDictionary<string, int> counters = new(StringComparer.Ordinal);

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Stores the next recording of a request. The first one of this process replaces what earlier ones recorded.</summary>
    public void Add(string key, Recording recording)
    {
        var number = counters.AddOrUpdate(key, 1, (_, last) => last + 1);
        try
        {
            AtomicFile.Write(FileOf(key, number), stream => stream.Write(Encoding.UTF8.GetBytes(recording.Write())));
            for (var old = 2; number == 1 && File.Exists(FileOf(key, old)); old++)
            {
                File.Delete(FileOf(key, old));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("recording-not-writable", $"The answer cannot be recorded in '{Path}' ({e.Message.TrimEnd('.')}). Make the folder writable, or stop recording.") { File = Path }, e);
        }
    }

    /// <summary>The file of the next recording of a request, the last one again when they are used up; null where there is none.</summary>
    public string? Next(string key)
    {
        if (!File.Exists(FileOf(key, 1)))
        {
            return null;
        }

        var number = counters.AddOrUpdate(key, 1, (_, last) => last + 1);
        while (number > 1 && !File.Exists(FileOf(key, number)))
        {
            number--;
        }

        return FileOf(key, number);
    }

    /// <summary>Every recording that can be read.</summary>
    public IEnumerable<(string File, Recording Recording)> All()
    {
        string[] files = Directory.Exists(Path) ? Directory.GetFiles(Path, "*.json") : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            Recording recording;
            try
            {
                recording = Recording.Read(file);
            }
            catch (ProblemException)
            {
                // Only searched through to name the nearest one: a stranger's file is none.
                continue;
            }

            yield return (file, recording);
        }
    }

    private string FileOf(string key, int number) => System.IO.Path.Combine(Path, $"{key}.{number}.json");
}
