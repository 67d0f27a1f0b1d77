using System.Text.Json.Serialization;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Flows.Editing;

/// <summary>Something that is wrong with a file, or that its author would want to know.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">Stable name of what is wrong.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
/// <param name="File">From the workspace's folder.</param>
/// <param name="Line">1-based.</param>
/// <param name="Field">Dotted path of the field.</param>
internal sealed record FaultView(
    [property: JsonPropertyName("severity")] string Severity,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("line")] int? Line,
    [property: JsonPropertyName("field")] string? Field)
{
    internal static FaultView Of(Problem problem, string folder) => new(
        problem.Severity == ProblemSeverity.Error ? "error" : "warning",
        problem.Code,
        problem.Message,
        problem.File is { } file && Path.IsPathFullyQualified(file) ? WorkspacePath.Of(folder, file) : problem.File,
        problem.Line,
        problem.Field);
}
