using System.Globalization;
using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>The ETag of a dataset is its latest version: who changes it may say which one they looked at.</summary>
internal static class LatestVersion
{
    /// <summary><c>"3"</c>; <c>"0"</c> where all versions are deleted.</summary>
    public static string TagOf(Dataset dataset) => string.Create(CultureInfo.InvariantCulture, $"\"{dataset.Latest?.Number ?? 0}\"");

    /// <summary>The version that a request says it goes by; null where it says nothing.</summary>
    /// <exception cref="ProblemException"><c>if-match-invalid</c>.</exception>
    public static int? Asked(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is not { Length: > 0 } written || written == "*" ? null
        : int.TryParse(written.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ProblemException("if-match-invalid", $"'If-Match: {written}' is no ETag of a dataset. Send the one that GET /api/v1/datasets/NAME gave.");

    /// <exception cref="ProblemException"><c>dataset-changed</c>: there is another version meanwhile.</exception>
    public static void RefuseOther(HttpRequest request, Dataset dataset)
    {
        if (Asked(request) is { } asked && asked != (dataset.Latest?.Number ?? 0))
        {
            throw new ProblemException("dataset-changed", $"'{dataset.Name}' has got another version meanwhile: {dataset.Latest?.Number ?? 0} is the latest now. Look at it, then do this again.");
        }
    }
}
