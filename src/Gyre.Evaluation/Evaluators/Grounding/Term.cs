using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>A token in the form in which it is compared.</summary>
/// <param name="Id">Number of its form: a stem, a value.</param>
/// <param name="Place">Where it stands in its text.</param>
/// <param name="Role">What it does in its sentence.</param>
internal readonly record struct Term(int Id, TextSpan Place, TermRole Role)
{
    /// <summary>Whether it says something by itself.</summary>
    public bool IsContent => Role is not (TermRole.Function or TermRole.Negation);
}

/// <summary>What a term does in its sentence.</summary>
internal enum TermRole
{
    /// <summary>A word that every text has: "the", "of".</summary>
    Function,

    /// <summary>A function word that turns the sentence round: "not", "never".</summary>
    Negation,

    /// <summary>A word that carries meaning.</summary>
    Content,

    /// <summary>A number.</summary>
    Number,
}
