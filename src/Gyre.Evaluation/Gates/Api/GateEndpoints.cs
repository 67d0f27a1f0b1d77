using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Gates.Api;

/// <summary><c>/api/v1/gates</c>: policies, what they say of a run, and what they said.</summary>
public static class GateEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The administrators' routes.</param>
    /// <param name="room">Whose runs.</param>
    public static RouteGroupBuilder MapGates(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var asked = new AskedGates(room);
        var gates = api.MapGroup("/gates");
        gates.MapGet("", async Task<Ok<IReadOnlyList<GatePolicyView>>> (CancellationToken cancellationToken) => TypedResults.Ok(await asked.ListAsync(cancellationToken)))
            .WithName("ListGates").WithSummary("The policy files of the workspace, each with what it said last, and faulty ones with their fault.");

        gates.MapGet("/verdicts", async Task<Ok<GateVerdictsView>> (
                [Description("Only by this policy, by its path in the workspace.")] string? policy,
                [Description("The next ones after this verdict, as 'next' of the answer says.")] long? before,
                [Description("How many; 20 where absent, 200 at the most.")] int? limit,
                CancellationToken cancellationToken) =>
                TypedResults.Ok(await asked.VerdictsAsync(policy, before, Math.Clamp(limit ?? 20, 1, 200), cancellationToken)))
            .WithName("ListGateVerdicts").WithSummary("What gates said, the newest first, whoever asked: the page, the command line or CI.");

        gates.MapPost("/judge", async Task<Ok<GateView>> (GateRequest request, CancellationToken cancellationToken) => TypedResults.Ok(await asked.JudgeAsync(request, cancellationToken)))
            .WithName("JudgeGate").WithSummary("Decides by a policy whether something may go out, says why, check by check, and keeps the verdict where the policy is a file, unless it is asked not to.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return api;
    }
}
