using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>What came of asking a judge.</summary>
internal sealed record Judgement<T>
    where T : class
{
    /// <summary>What it said; null where it could not be understood. With an <see cref="Error"/>, only a part of what was asked.</summary>
    public T? Verdict { get; init; }

    /// <summary>What went wrong, for the user; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>What asking took.</summary>
    public JudgeCosts Costs { get; init; } = new();

    /// <summary>Of one or two answers.</summary>
    public static Judgement<T> Of(T? verdict, string? fault, params ReadOnlySpan<JudgeAnswer> answers)
    {
        var costs = new JudgeCosts();
        foreach (var answer in answers)
        {
            costs = costs.And(new JudgeCosts { Usage = answer.Usage, Calls = answer.Calls, Unreachable = answer.Unreachable });
        }

        var error = fault is null || answers[^1].Error is not null ? fault : $"The judge's answer cannot be used, the second one neither: {fault}";
        return new Judgement<T> { Verdict = verdict, Error = error, Costs = costs };
    }
}

/// <summary>What asking judges took.</summary>
internal sealed record JudgeCosts
{
    /// <summary>Tokens and cost.</summary>
    public Usage Usage { get; init; }

    /// <summary>The calls.</summary>
    public IReadOnlyList<PythonDict> Calls { get; init; } = [];

    /// <summary>The error class where the provider was not to be had.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Both together.</summary>
    public JudgeCosts And(JudgeCosts more) => new() { Usage = Usage + more.Usage, Calls = [.. Calls, .. more.Calls], Unreachable = Unreachable ?? more.Unreachable };

    /// <summary>What an evaluator says, with its costs.</summary>
    public Evaluated Of(string judge, params IReadOnlyList<Score> scores) => new(scores) { Judge = judge, Usage = Usage, Calls = Calls, Unreachable = Unreachable };
}
