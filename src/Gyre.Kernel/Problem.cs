namespace Gyre.Kernel;

/// <summary>An expected failure: what went wrong, where, and what to do about it.</summary>
/// <param name="Code">Stable kebab-case name, e.g. <c>run-exists</c>.</param>
/// <param name="Message">One sentence for a person: what is wrong and the remedy.</param>
public sealed record Problem(string Code, string Message)
{
    /// <summary>The file the fault is in, as the user would name it.</summary>
    public string? File { get; init; }

    /// <summary>1-based line in <see cref="File"/>.</summary>
    public int? Line { get; init; }

    /// <summary>Dotted path or name of the offending field.</summary>
    public string? Field { get; init; }

    /// <summary>Whether it stops the work; a warning does not.</summary>
    public ProblemSeverity Severity { get; init; }

    /// <summary><c>file:line: message</c>, as editors and terminals link it.</summary>
    public override string ToString() => (File, Line) switch
    {
        (null, _) => Message,
        ({ } file, null) => $"{file}: {Message}",
        ({ } file, { } line) => $"{file}:{line}: {Message}",
    };
}

/// <summary>How bad a <see cref="Problem"/> is.</summary>
public enum ProblemSeverity
{
    /// <summary>The work can't be done.</summary>
    Error,

    /// <summary>It can be done, but probably not as meant.</summary>
    Warning,
}

/// <summary>Carries a <see cref="Problem"/> up to the edge that shows it; never seen as a stack trace by a user.</summary>
public sealed class ProblemException(Problem problem, Exception? inner = null) : Exception(problem.Message, inner)
{
    /// <summary>What to show.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>Shorthand for a problem without a place.</summary>
    public ProblemException(string code, string message)
        : this(new Problem(code, message))
    {
    }
}
