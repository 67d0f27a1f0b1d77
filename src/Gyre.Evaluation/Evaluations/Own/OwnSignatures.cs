using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Own;

/// <summary>What the user's own evaluators read. They are opened for it, so that one that cannot be loaded is told before anything is paid for.</summary>
internal static class OwnSignatures
{
    /// <summary>The inputs of each.</summary>
    /// <exception cref="ProblemException"><c>evaluation-invalid</c>, <c>evaluator-invalid</c> with file and line.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<FlowInput>>> ReadAsync(IReadOnlyList<OwnEvaluator> evaluators, EvaluationServices services, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, IReadOnlyList<FlowInput>>(StringComparer.Ordinal);
        foreach (var own in evaluators)
        {
            read[own.Name] = await ReadAsync(own, services, cancellationToken);
        }

        return read;
    }

    private static async Task<IReadOnlyList<FlowInput>> ReadAsync(OwnEvaluator own, EvaluationServices services, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gyre-evaluator-").FullName;
        try
        {
            var source = OwnSource.Of(own);
            await using var flow = await services.Open(new FlowRequest(source.FlowIn(folder, null)) { Init = own.Settings, PythonWorkers = 1 }, services.Flows, cancellationToken);
            return source.Kind == OwnKind.CSharp && flow is DagFlow dag ? dag.ParametersOfNode(OwnSource.Node) : [.. flow.Inputs];
        }
        catch (FlowException e)
        {
            throw new ProblemException(new Problem("evaluator-invalid", $"Evaluator '{own.Name}' cannot be loaded: {e.Message}") { File = e.File ?? own.Path, Line = e.Line, Field = "evaluators" }, e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
