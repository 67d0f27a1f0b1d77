namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>The text of a judge's prompt.</summary>
/// <param name="Text">All of the <c>.prompty</c>.</param>
/// <param name="IsOwn">Whether it is the workspace's, and not ours.</param>
internal sealed record PromptText(string Text, bool IsOwn);
