using Gyre.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Gateway.Administration;

/// <summary>RFC 9457 answers.</summary>
internal static class Problems
{
    public static ProblemHttpResult Result(Problem problem) => Result(
        problem.Code switch
        {
            var code when code.EndsWith("-not-found", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
            var code when code.EndsWith("-exists", StringComparison.Ordinal) || code.EndsWith("-in-use", StringComparison.Ordinal) || code == "key-revoked" => StatusCodes.Status409Conflict,
            var code when code.StartsWith("database-", StringComparison.Ordinal) || code == "disk-full" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        },
        problem.Code,
        problem.Message,
        problem.Field);

    public static ProblemHttpResult Result(int status, string code, string message, string? field) => TypedResults.Problem(
        message,
        statusCode: status,
        type: $"urn:gyre:problem:{code}",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code, ["field"] = field }.Where(e => e.Value is not null));
}
