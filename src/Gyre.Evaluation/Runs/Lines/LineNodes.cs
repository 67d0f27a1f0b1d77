using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Editing;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>What the nodes of a line did, read back from the run's folder.</summary>
internal static class LineNodes
{
    /// <summary>A record per node that was reached; null where the line has not finished.</summary>
    public static EarlierGo? Find(Run run, int line)
    {
        var folder = new RunFolder(run.Folder);
        return LineRecords.Find(folder.FlowArtifacts, line) is null ? null : new EarlierGo(
            run.Definition.Flow,
            [.. new RunArtifacts(folder).NodeFolders().Select(node => LineRecords.Find(node, line)).OfType<Artifact>().Select(record => RunRecordJson.ReadNode(record.RunInfo))])
        {
            Variant = run.Definition.Variant,
            Model = run.Definition.Model,
            Changed = [.. run.Definition.Connections.Keys],
            ImageFolder = Path.GetDirectoryName(folder.FlowOutputs),
        };
    }
}
