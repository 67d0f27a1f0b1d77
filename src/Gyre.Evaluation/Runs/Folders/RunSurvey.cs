using Gyre.Evaluation.Runs.Execution;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Finds out what a killed or canceled run has finished, and clears away what it left half done.</summary>
internal static class RunSurvey
{
    /// <summary>Repairs the artifacts and counts what they hold.</summary>
    public static (FinishedLines Finished, RunCounters Counters) Repair(RunFolder folder)
    {
        var finished = new FinishedLines();
        var counters = new RunCounters();
        foreach (var file in RunArtifacts.Files(folder.FlowArtifacts))
        {
            KeepOnly(file, artifact =>
            {
                // A line that two records claim counts once; the first was counted.
                if (artifact.Line is not { } line || !finished.Add(line))
                {
                    return false;
                }

                counters.AddLine(artifact);
                return true;
            });
        }

        foreach (var node in new RunArtifacts(folder).NodeFolders())
        {
            foreach (var file in RunArtifacts.Files(node))
            {
                KeepOnly(file, artifact =>
                {
                    if (artifact.Line is not { } line || !finished.Contains(line))
                    {
                        return false;
                    }

                    counters.AddNode(artifact);
                    return true;
                });
            }
        }

        return (finished, counters);
    }

    private static void KeepOnly(string file, Func<Artifact, bool> keep)
    {
        var kept = new List<ReadOnlyMemory<byte>>();
        var length = 0L;
        foreach (var (artifact, bytes) in RunArtifacts.ReadWithPlaces(file))
        {
            if (keep(artifact))
            {
                kept.Add(bytes);
                length += bytes.Length + 1;
            }
        }

        if (length == new FileInfo(file).Length)
        {
            return;
        }

        if (kept.Count == 0)
        {
            File.Delete(file);
            return;
        }

        AtomicFile.Write(file, stream =>
        {
            foreach (var record in kept)
            {
                stream.Write(record.Span);
                stream.WriteByte((byte)'\n');
            }
        });
    }
}
