using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>The ETag of a dataset: who changes it may say which one they looked at. The number of the latest version will do where only that matters.</summary>
internal static partial class LatestVersion
{
    /// <summary><c>"3-…"</c>; <c>"0-…"</c> where all versions are deleted.</summary>
    public static string TagOf(DatasetStore store, Dataset dataset) => $"\"{store.TagOf(dataset)}\"";

    /// <summary>What a request says it goes by; null where it says nothing.</summary>
    /// <exception cref="ProblemException"><c>if-match-invalid</c>.</exception>
    public static string? Asked(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is not { Length: > 0 } written || written == "*" ? null
        : Tag().Match(written.Trim('"')) is { Success: true } tag ? tag.Value
        : throw new ProblemException("if-match-invalid", $"'If-Match: {written}' is no ETag of a dataset. Send the one that GET /api/v1/datasets/NAME gave.");

    /// <summary>The version that a request says it goes by; null where it says nothing.</summary>
    /// <exception cref="ProblemException"><c>if-match-invalid</c>.</exception>
    public static int? AskedVersion(HttpRequest request) => Asked(request) is { } tag ? int.Parse(tag.Split('-')[0], CultureInfo.InvariantCulture) : null;

    /// <exception cref="ProblemException"><c>dataset-changed</c>: there is another version meanwhile, or it says or promises something else.</exception>
    public static void RefuseOther(HttpRequest request, DatasetStore store, Dataset dataset)
    {
        if (Asked(request) is { } asked)
        {
            store.RefuseChanged(dataset.Name, dataset, asked);
        }
    }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,8})(-[0-9a-f]{16})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
