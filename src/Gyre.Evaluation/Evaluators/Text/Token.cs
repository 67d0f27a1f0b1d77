namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>A word, a number or a sign of a text, and its place.</summary>
/// <param name="Place">Where it stands; for a number with its sign of percent and its "million".</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The value of a number: 1800000 for "1.8 million"; else 0.</param>
/// <param name="Measure">What a number counts.</param>
internal readonly record struct Token(TextSpan Place, TokenKind Kind, decimal Value = 0, Measure Measure = Measure.Plain);

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>Letters, with apostrophes inside: "don't".</summary>
    Word,

    /// <summary>Letters and digits mixed, versions and initials: "p53", "1.2.3", "U.S.".</summary>
    Code,

    /// <summary>One sign of a script that is written without blanks.</summary>
    Sign,

    /// <summary>A number in digits or words.</summary>
    Number,
}

/// <summary>What a number counts, where that can be seen beside it.</summary>
internal enum Measure
{
    /// <summary>Not said.</summary>
    Plain,

    /// <summary>Hundredths.</summary>
    Percent,

    /// <summary>Money of any currency.</summary>
    Money,
}
