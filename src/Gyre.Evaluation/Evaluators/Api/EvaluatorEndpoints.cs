using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Evaluators.Api;

/// <summary><c>/api/v1/evaluators</c>: what there is to score with.</summary>
public static class EvaluatorEndpoints
{
    /// <summary>Maps them into a group that lets in who may see them.</summary>
    /// <param name="api">At <c>/api/v1</c>.</param>
    /// <param name="workspace">Full path of the workspace, which has prompts of its own and keeps calibrations; null where there is none.</param>
    public static RouteGroupBuilder MapEvaluators(this RouteGroupBuilder api, string? workspace)
    {
        var evaluators = api.MapGroup("/evaluators");
        evaluators.MapGet("", () => TypedResults.Ok<IReadOnlyList<EvaluatorView>>([.. EvaluatorLibrary.Names.Select(name => EvaluatorView.Of(name, workspace))]))
            .WithName("ListEvaluators").WithSummary("All evaluators: what each reads, gives and says, and whether those that ask a model were held against people.");
        evaluators.MapGet("/{name}", Show)
            .WithName("ShowEvaluator").WithSummary("One evaluator, with the prompts that its judge gets.").ProducesProblem(404);
        return api;

        // A name that is not there is told by the library, as a fault of whoever asks.
        Ok<EvaluatorDetailView> Show(string name) => TypedResults.Ok(EvaluatorDetailView.Of(name, workspace));
    }
}
