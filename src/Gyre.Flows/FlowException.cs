using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Flows;

/// <summary>Who has to act on an error: the author of the flow, or the platform.</summary>
public enum ErrorKind
{
    /// <summary>Bad input, bad flow, a tool that raised.</summary>
    UserError,

    /// <summary>Gyre or its surroundings failed.</summary>
    SystemError,
}

/// <summary>A failure of a flow, with the class name the original engine gives it (see <see cref="ErrorClasses"/>).</summary>
public class FlowException : Exception
{
    /// <param name="errorClass">One of <see cref="ErrorClasses"/>.</param>
    /// <param name="message">The original's wording where it has one.</param>
    /// <param name="inner">The cause, if any.</param>
    public FlowException(string errorClass, string message, Exception? inner = null)
        : base(message, inner) => ErrorClass = errorClass;

    /// <summary>The original's outermost error class.</summary>
    public string ErrorClass { get; }

    /// <summary>Who has to act.</summary>
    public ErrorKind Kind { get; init; } = ErrorKind.UserError;

    /// <summary>The class inside: of <see cref="Exception.InnerException"/> where that is a <see cref="FlowException"/>, or the type of the exception that a tool raised.</summary>
    public string? InnerClass
    {
        get => field ?? (InnerException as FlowException)?.ErrorClass;
        init;
    }

    /// <summary>The node it happened in.</summary>
    public string? Node { get; init; }

    /// <summary>The flow's or tool's file.</summary>
    public string? File { get; init; }

    /// <summary>1-based line in <see cref="File"/>.</summary>
    public int? Line { get; init; }

    /// <summary>What a tool raised: <c>{type, message, traceback, filename, lineno, name}</c>, user frames only.</summary>
    public PythonDict? ToolDetails { get; init; }

    /// <summary>Any failure as one with a class: problems are the user's to solve, what nobody expected has the name of its type.</summary>
    internal static FlowException Of(Exception failure) => failure switch
    {
        FlowException known => known,
        ProblemException { Problem: var problem } => new FlowException(ErrorClasses.UserErrorException, problem.Message, failure) { File = problem.File, Line = problem.Line },
        _ => new FlowException(failure.GetType().Name, failure.Message, failure) { Kind = ErrorKind.SystemError },
    };
}
