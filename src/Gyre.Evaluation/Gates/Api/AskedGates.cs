using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Verdicts;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Gates.Api;

/// <summary>Does what is asked of gates.</summary>
internal sealed class AskedGates(EvaluationRoom room)
{
    /// <summary>The workspace's policies, each with what it said last.</summary>
    public async Task<IReadOnlyList<GatePolicyView>> ListAsync(CancellationToken cancellationToken)
    {
        var said = (await room.Verdicts.LastAsync(cancellationToken)).ToDictionary(v => v.Policy, StringComparer.Ordinal);
        var policies = new List<GatePolicyView>();
        foreach (var policy in PolicyFiles.In(room.Root, cancellationToken))
        {
            policies.Add(said.TryGetValue(policy.File, out var last) ? policy with { Last = await ShownAsync(last, cancellationToken) } : policy);
        }

        return policies;
    }

    public async Task<GateVerdictsView> VerdictsAsync(string? policy, long? before, int limit, CancellationToken cancellationToken)
    {
        var found = await room.Verdicts.ListAsync(policy is { Length: > 0 } ? policy : null, before, limit + 1, cancellationToken);
        var shown = new List<GateVerdictView>();
        foreach (var kept in found.Take(limit))
        {
            shown.Add(await ShownAsync(kept, cancellationToken));
        }

        return new GateVerdictsView(shown, found.Count > limit ? shown[^1].Id : null);
    }

    /// <exception cref="ProblemException">The policy is faulty or outside, or what it is to judge is not there or not finished.</exception>
    public async Task<GateView> JudgeAsync(GateRequest request, CancellationToken cancellationToken)
    {
        var policy = request switch
        {
            { Text: { Length: > 0 } text } => GatePolicy.Parse(text, "policy"),
            { Policy: { Length: > 0 } file } => GatePolicy.Read(WorkspacePath.Inside(room.Root, file)),
            _ => throw new ProblemException(new Problem("gate-policy-missing", "Name a policy file of the workspace, or write a policy.") { Field = "policy" }),
        };
        var judge = new JudgeGate(room.Runs, room.Evaluations, room.Home.WorkspaceFolder);
        var result = await judge.JudgeAsync(policy, request.Run, request.Against is { Length: > 0 } against ? against : null, cancellationToken);

        // A policy that is tried without being kept is no gate of the workspace.
        return GateView.Of(result) with { NotKept = !request.Keep || request.Text is { Length: > 0 } ? null : await KeepAsync(result, cancellationToken) };
    }

    // The answer stands whether or not it can be looked up later.
    private async Task<string?> KeepAsync(GateResult result, CancellationToken cancellationToken)
    {
        try
        {
            await room.Verdicts.KeepAsync(result, cancellationToken);
            return null;
        }
        catch (ProblemException e)
        {
            return e.Problem.Message;
        }
    }

    private async Task<GateVerdictView> ShownAsync(KeptVerdict kept, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        foreach (var name in new[] { kept.Run, kept.Against }.OfType<string>())
        {
            if (!await IsThereAsync(name, cancellationToken))
            {
                gone.Add(name);
            }
        }

        // Of a policy outside the workspace the name is told, not the place on this machine.
        var told = Path.IsPathRooted(kept.Policy) ? kept with { Policy = Path.GetFileName(kept.Policy) } : kept;
        return GateVerdictView.Of(told, VerdictStore.DigestOf(Path.GetFullPath(kept.Policy, room.Root)) != kept.Digest, gone);
    }

    private async Task<bool> IsThereAsync(string name, CancellationToken cancellationToken) =>
        await room.Runs.FindAsync(name, cancellationToken) is not null || await room.Evaluations.FindAsync(name.Split(':')[0], cancellationToken) is not null;
}
