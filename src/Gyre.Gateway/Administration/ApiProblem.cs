using System.Text.Json.Serialization;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gyre.Gateway.Administration;

/// <summary>Why a request of the administration was not done (RFC 9457).</summary>
/// <param name="Type"><c>urn:gyre:problem:</c> and the code.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong, and what to do about it.</param>
/// <param name="Code">Stable name of what is wrong.</param>
/// <param name="Field">The field it is about; absent where it is about none.</param>
/// <param name="Line">The line of the file that was sent or named, from 1; absent where it is about none.</param>
/// <param name="File">The file it is in, from the workspace's folder; absent where it is in none.</param>
public sealed record ApiProblem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("field"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null,
    [property: JsonPropertyName("line"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Line = null,
    [property: JsonPropertyName("file"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File = null)
{
    private const string ContentType = "application/problem+json";

    // Nothing is wrong with what was asked: the server can't keep it.
    private static readonly string[] Unwritable = ["disk-full", "-unwritable", "-not-writable"];

    private static readonly string[] Conflicts = ["-exists", "-in-use", "-in-progress", "-finished", "-unfinished"];

    internal static IResult Result(int status, Problem problem) => Results.Json(
        new ApiProblem($"urn:gyre:problem:{problem.Code}", ReasonPhrases.GetReasonPhrase(status), status, problem.Message, problem.Code, problem.Field, problem.Line, problem.File), statusCode: status, contentType: ContentType);

    internal static int StatusOf(Problem problem) => problem.Code switch
    {
        var code when code.EndsWith("-not-found", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        var code when Conflicts.Any(end => code.EndsWith(end, StringComparison.Ordinal)) || code is "key-revoked" or "run-of-evaluation" => StatusCodes.Status409Conflict,
        "file-changed" or "dataset-changed" => StatusCodes.Status412PreconditionFailed,
        var code when code.EndsWith("-too-large", StringComparison.Ordinal) => StatusCodes.Status413PayloadTooLarge,
        var code when code.StartsWith("database-", StringComparison.Ordinal) || Unwritable.Any(end => code.EndsWith(end, StringComparison.Ordinal)) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}

/// <summary>Says in the document of the API which problems a route may tell.</summary>
public static class ApiProblemRoutes
{
    /// <summary>Each of these statuses comes with an <see cref="ApiProblem"/>.</summary>
    /// <param name="route">A route, or a group of them.</param>
    /// <param name="statuses">As HTTP has them.</param>
    public static T Tells<T>(this T route, params ReadOnlySpan<int> statuses)
        where T : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ["application/problem+json"]));
        }

        return route;
    }
}
