using Gyre.Evaluation.Gates.Definitions;
using Gyre.Kernel;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Gates.Api;

/// <summary><c>/api/v1/gates</c>: policies, and what they say of a run.</summary>
public static class GateEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The administrators' routes.</param>
    /// <param name="room">Whose runs.</param>
    public static RouteGroupBuilder MapGates(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var gates = api.MapGroup("/gates");
        gates.MapGet("", Ok<IReadOnlyList<GatePolicyView>> (CancellationToken cancellationToken) => TypedResults.Ok(PolicyFiles.In(room.Root, cancellationToken)))
            .WithName("ListGates").WithSummary("The policy files of the workspace, faulty ones with their fault.");

        gates.MapPost("/judge", async Task<Ok<GateView>> (GateRequest request, CancellationToken cancellationToken) =>
            {
                var policy = request switch
                {
                    { Text: { Length: > 0 } text } => GatePolicy.Parse(text, "policy"),
                    { Policy: { Length: > 0 } file } => GatePolicy.Read(WorkspacePath.Inside(room.Root, file)),
                    _ => throw new ProblemException(new Problem("gate-policy-missing", "Name a policy file of the workspace, or write a policy.") { Field = "policy" }),
                };
                var judge = new JudgeGate(room.Runs, room.Evaluations, room.Home.WorkspaceFolder);
                return TypedResults.Ok(GateView.Of(await judge.JudgeAsync(policy, request.Run, request.Against is { Length: > 0 } against ? against : null, cancellationToken)));
            })
            .WithName("JudgeGate").WithSummary("Decides by a policy whether something may go out, and says why, check by check.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return api;
    }
}
