using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Flows.Definitions;
using Gyre.Flows.Folders;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Copies a flow, with what it includes, into a run's folder.</summary>
internal static class RunSnapshot
{
    public static async Task TakeAsync(string flow, string target, CancellationToken cancellationToken)
    {
        if (EvaluatorsFile.Is(flow))
        {
            Directory.CreateDirectory(target);
            File.Copy(flow, Path.Combine(target, EvaluatorsFile.Name), overwrite: true);
            return;
        }

        var file = FlowFile.Find(flow);
        var includes = file.Kind switch
        {
            FlowKind.Dag => DagReader.Read(file.Path).AdditionalIncludes,
            FlowKind.Flex => FlexReader.Read(file.Path).AdditionalIncludes,
            _ => [],
        };
        using var folder = await AdditionalIncludes.MaterializeAsync(file.Folder, includes, cancellationToken);
        await FlowSnapshot.CopyAsync(folder.Path, target, cancellationToken);
    }
}
