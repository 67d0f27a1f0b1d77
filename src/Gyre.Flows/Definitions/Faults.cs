using Gyre.Kernel;

namespace Gyre.Flows.Definitions;

/// <summary>Collects what is wrong with one file while it is read, so that one reader serves both running (the first error counts) and validating (all count).</summary>
internal sealed class Faults(string file)
{
    private readonly List<(Problem Problem, string ErrorClass)> found = [];

    /// <summary>Full path of the file.</summary>
    public string File { get; } = file;

    /// <summary>In the order found.</summary>
    public IEnumerable<Problem> Problems => found.Select(f => f.Problem);

    /// <summary>Something that stops the flow.</summary>
    public void Error(string code, string message, string field, int line, string errorClass = ErrorClasses.ValidationException) =>
        found.Add((new Problem(code, message) { File = File, Line = line, Field = field }, errorClass));

    /// <summary>Something that the original accepts, but the author would want to know.</summary>
    public void Warning(string code, string message, string field, int line) =>
        found.Add((new Problem(code, message) { File = File, Line = line, Field = field, Severity = ProblemSeverity.Warning }, ""));

    /// <summary>Takes over what was found in another file.</summary>
    public void Add(Faults other) => found.AddRange(other.found);

    /// <summary>Throws the first error, if there is one.</summary>
    public void ThrowFirst()
    {
        foreach (var (problem, errorClass) in found.Where(f => f.Problem.Severity == ProblemSeverity.Error))
        {
            var message = errorClass == ErrorClasses.ValidationException && !string.IsNullOrEmpty(problem.Field) ? $"{problem.Field}: {problem.Message}" : problem.Message;
            throw new FlowException(errorClass, message) { File = File, Line = problem.Line };
        }
    }
}
