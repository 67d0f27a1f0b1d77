using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>One thing that a text states.</summary>
/// <param name="Text">By itself, without pronouns that point elsewhere.</param>
/// <param name="Sentence">Where the sentence stands that states it.</param>
internal sealed record Statement(string Text, TextSpan Sentence);
