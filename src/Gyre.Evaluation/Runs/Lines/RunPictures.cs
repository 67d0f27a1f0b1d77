using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Media;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>The pictures that the records of a line name, read from the run's folder.</summary>
/// <param name="folder">The run's.</param>
internal sealed class RunPictures(RunFolder folder)
{
    // All of a line together: a browser is to show them, and to send them back where the line is run again.
    private const long Most = 24 * 1024 * 1024;

    private readonly string files = Path.GetDirectoryName(folder.FlowOutputs)!;
    private long left = Most;

    /// <summary>A field of a record, its pictures as data as far as there is room for them.</summary>
    public object? In(Artifact record, string field) => MessageFormat.Of(record["message_format"] as string).Embed(record[field], Find);

    // The run names what it stored by its name alone; any other path was written by somebody else.
    private FlowImage? Find(string name)
    {
        var path = Path.Combine(files, name);
        if (name != Path.GetFileName(name) || !File.Exists(path) || new FileInfo(path) is not { LinkTarget: null } file || file.Length > left)
        {
            return null;
        }

        left -= file.Length;
        return new FlowImage(File.ReadAllBytes(path));
    }
}
