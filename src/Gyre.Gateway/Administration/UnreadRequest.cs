using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Administration;

/// <summary>What to tell of a request that could not be read: the field, never the name of a type.</summary>
internal static partial class UnreadRequest
{
    private const string Expected = "/api/v1/openapi.json says what is expected.";

    public static Problem Problem(BadHttpRequestException unread, long? largestBody) => unread switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => new("request-too-large", $"The body is larger than {largestBody / 1024} KiB."),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new("request-no-json", "The body must be JSON: send it with 'content-type: application/json'."),
        { InnerException: JsonException json } when Missing().Match(json.Message) is { Success: true } missing => new("request-invalid", $"The body lacks {missing.Groups["fields"].Value}. {Expected}"),
        { InnerException: JsonException { InnerException: JsonException } broken } => new("request-invalid", $"The body is no JSON: see line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}."),
        { InnerException: JsonException { Path: ['$', '.', .. var field] } } => new("request-invalid", $"'{field}' holds what can't stand there. {Expected}") { Field = field },
        { InnerException: JsonException } => new("request-invalid", $"The body is not the JSON that this address takes. {Expected}"),
        _ => new("request-invalid", $"The address or body is not as it must be. {Expected}"),
    };

    // The serializer names them nowhere else.
    [GeneratedRegex("missing required properties including: (?<fields>.+?)\\.?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Missing();
}
