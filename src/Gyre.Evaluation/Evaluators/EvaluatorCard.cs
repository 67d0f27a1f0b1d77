namespace Gyre.Evaluation.Evaluators;

/// <summary>What a user must know of an evaluator before relying on it.</summary>
/// <param name="Name">As in a list of evaluators: <c>f1_score</c>, <c>groundedness</c>.</param>
/// <param name="Version">Changes whenever the same line could get another score: <c>1</c>; for a judge, with the hash of its prompt.</param>
/// <param name="Description">One sentence.</param>
public sealed record EvaluatorCard(string Name, string Version, string Description)
{
    /// <summary>The inputs, in order.</summary>
    public required IReadOnlyList<EvaluatorInput> Inputs { get; init; }

    /// <summary>The metrics it gives, the main one first.</summary>
    public required IReadOnlyList<MetricCard> Metrics { get; init; }

    /// <summary>Whether a model judges.</summary>
    public bool IsJudged => Prompts.Count > 0;

    /// <summary>Names of the prompts that the judge gets; empty where no model judges. A workspace replaces one by <c>evaluators/{name}.prompty</c>.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>The input that holds a whole conversation; where it may be read, it stands in for all others.</summary>
    internal const string ConversationInput = "conversation";

    /// <summary>Whether a conversation is enough.</summary>
    internal bool TakesConversation => Inputs.Any(i => i.Name == ConversationInput);
}

/// <summary>One input of an evaluator.</summary>
/// <param name="Name"><c>query</c>, <c>response</c>, <c>context</c>, <c>ground_truth</c>, <c>conversation</c> …</param>
/// <param name="IsRequired">Whether a line without it cannot be scored.</param>
public sealed record EvaluatorInput(string Name, bool IsRequired = true);

/// <summary>One number, truth value or label that an evaluator gives.</summary>
/// <param name="Name">Its column: <c>f1_score</c>, <c>groundedness</c>. Beside it stand <c>{name}_result</c> (pass, fail), <c>{name}_threshold</c> and <c>{name}_reason</c>, where there are any.</param>
/// <param name="Scale">What values there are.</param>
/// <param name="Direction">Which end is good.</param>
public sealed record MetricCard(string Name, Scale Scale, Direction Direction)
{
    /// <summary>The least value that passes (the greatest, where lower is better), inclusive; null where nothing passes or fails.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether it also stands under the name that it had in older versions: <c>gpt_groundedness</c>.</summary>
    public bool HasOldName { get; init; }

    /// <summary>Whether it is computed although its evaluator asks a model for others.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Whether a value passes; null without a threshold or a value.</summary>
    public bool? Passes(double? value) => (value, Threshold) switch
    {
        (null, _) or (_, null) => null,
        ({ } v, { } t) => Direction == Direction.LowerIsBetter ? v <= t : v >= t,
    };
}

/// <summary>What values a metric takes.</summary>
/// <param name="Kind">Numbers, truth values or labels.</param>
/// <param name="Low">The least value; null for no bound.</param>
/// <param name="High">The greatest value; null for no bound.</param>
public sealed record Scale(ScaleKind Kind, double? Low, double? High)
{
    /// <summary>0 to 1.</summary>
    public static Scale Unit { get; } = new(ScaleKind.Number, 0, 1);

    /// <summary>1 to 5, whole.</summary>
    public static Scale FivePoints { get; } = new(ScaleKind.Ordinal, 1, 5);

    /// <summary>True or false, counted as 1 and 0.</summary>
    public static Scale Truth { get; } = new(ScaleKind.Truth, 0, 1);

    /// <summary>Zero or more: seconds, tokens, dollars.</summary>
    public static Scale Amount { get; } = new(ScaleKind.Number, 0, null);
}

/// <summary>Kinds of values.</summary>
public enum ScaleKind
{
    /// <summary>Any number in the range.</summary>
    Number,

    /// <summary>Whole steps whose order alone has a meaning.</summary>
    Ordinal,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A word.</summary>
    Label,
}

/// <summary>Which end of a scale is good.</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    HigherIsBetter,

    /// <summary>Less is better.</summary>
    LowerIsBetter,

    /// <summary>Neither: a figure for information.</summary>
    None,
}
