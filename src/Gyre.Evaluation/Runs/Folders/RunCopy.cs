using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Takes the completed lines of one run over into another, as <c>--resume-from</c> does.</summary>
internal static class RunCopy
{
    /// <summary>Copies line and node records; how many lines.</summary>
    public static Task<int> CompletedLinesAsync(Run from, RunFolder to, string name, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var source = new RunArtifacts(new RunFolder(from.Folder), whole: true);
            var already = RunSurvey.Repair(to).Finished;
            using var journal = new RunJournal(to);
            var nodes = source.NodeFolders().Select(path => new NodeCursor(source.In(path))).ToList();
            var copied = 0;
            foreach (var artifact in source.Lines())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (artifact.Status != nameof(RunStatus.Completed) || already.Contains(artifact.Line!.Value))
                {
                    continue;
                }

                var line = artifact.Line.Value;
                var records = nodes.Select(n => n.At(line)).OfType<Artifact>().Select(a => RunRecordJson.ReadNode(Renamed(a.RunInfo, from.Name, name)));
                journal.Append(line, new LineResult(RunRecordJson.ReadLine(Renamed(artifact.RunInfo, from.Name, name)), [.. records]));
                copied++;
            }

            foreach (var node in nodes)
            {
                node.Dispose();
            }

            return copied;
        },
        cancellationToken);

    // Records link to their run by ids that begin with its name.
    private static PythonDict Renamed(PythonDict record, string from, string to)
    {
        foreach (var key in (string[])["run_id", "flow_run_id", "parent_run_id", "root_run_id"])
        {
            if (record.TryGetValue(key, out var value) && value is string id && id.StartsWith(from, StringComparison.Ordinal))
            {
                record[key] = string.Concat(to, id.AsSpan(from.Length));
            }
        }

        return record;
    }

    /// <summary>Walks one node's records beside the lines, both in line order.</summary>
    private sealed class NodeCursor : IDisposable
    {
        private readonly IEnumerator<Artifact> records;
        private bool more;

        public NodeCursor(IEnumerable<Artifact> inLineOrder)
        {
            records = inLineOrder.GetEnumerator();
            more = records.MoveNext();
        }

        public Artifact? At(int line)
        {
            while (more && records.Current.Line < line)
            {
                more = records.MoveNext();
            }

            return more && records.Current.Line == line ? records.Current : null;
        }

        public void Dispose() => records.Dispose();
    }
}
