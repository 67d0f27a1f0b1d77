using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>
/// Azure OpenAI in both families of addresses: <c>{api_base}/openai/deployments/{deployment}/…?api-version=…</c>, and
/// <c>{api_base}/openai/v1/…</c> where the deployment is the <c>model</c>; an <c>api_base</c> that ends in <c>/openai/v1</c>
/// or an <c>api_version</c> of <c>v1</c> means the latter. An <c>api-key</c> header, or a bearer token with <c>auth_mode: meid_token</c>.
/// </summary>
internal sealed partial class AzureOpenAiEndpoint : ModelEndpoint
{
    public const string DefaultVersion = "2024-02-01";

    // Responses came to the dated addresses with this version.
    private const string FirstWithResponses = "2025-03-01-preview";

    private readonly string version;
    private readonly string? key;
    private readonly bool newer;
    private readonly Func<CancellationToken, ValueTask<string>>? token;

    /// <param name="connection">An AzureOpenAIConnection.</param>
    /// <param name="token">Gets a bearer token; asked only with <c>auth_mode: meid_token</c>.</param>
    public AzureOpenAiEndpoint(Connection connection, Func<CancellationToken, ValueTask<string>> token)
    {
        var written = BaseAddress(connection, "api_base");
        var path = written.AbsolutePath.TrimEnd('/');
        version = Version(connection, written);
        newer = path.Contains("/openai/v1", StringComparison.OrdinalIgnoreCase) || version is "v1" or "preview" or "latest";

        // Pasted addresses often carry "/openai/deployments/x/chat/completions?api-version=…" or a Foundry project behind the resource.
        var behind = Behind().Match(path);
        Root = written.GetLeftPart(UriPartial.Authority) + (behind.Success ? path[..behind.Index] : path);
        key = connection["api_key"];
        switch (connection["auth_mode"] ?? "key")
        {
            case "key" when string.IsNullOrEmpty(key):
                throw new ProblemException(new Problem("connection-incomplete", $"Connection '{connection.Name}' has no 'api_key'. Give one, or set auth_mode: meid_token to sign in with Microsoft Entra.") { Field = "api_key" });
            case "key":
                break;
            case "meid_token":
                this.token = token;
                break;
            case var other:
                throw new ProblemException(new Problem("connection-invalid", $"'auth_mode' of connection '{connection.Name}' must be key or meid_token, but is '{other}'.") { Field = "auth_mode" });
        }
    }

    protected override string Root { get; }

    public override async ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (token is not null)
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer " + await token(cancellationToken));
        }
        else
        {
            headers.TryAddWithoutValidation("api-key", key);
        }
    }

    protected override string? Route(ModelOperation operation, string model)
    {
        if (operation is ModelOperation.Moderation or ModelOperation.Rerank or ModelOperation.CohereEmbed || OpenAiEndpoint.Path(operation) is not { } path)
        {
            return null;
        }

        if (newer)
        {
            return $"{Root}/openai/v1/{path}{(version is "preview" or "latest" ? "?api-version=" + version : "")}";
        }

        if (operation == ModelOperation.Responses)
        {
            return string.CompareOrdinal(version, FirstWithResponses) < 0 ? $"{Root}/openai/v1/{path}" : $"{Root}/openai/{path}?api-version={version}";
        }

        return $"{Root}/openai/deployments/{Uri.EscapeDataString(model)}/{path}?api-version={version}";
    }

    // What stands in the pasted address counts where the connection has only the default.
    private static string Version(Connection connection, Uri written)
    {
        var text = VersionParameter().Replace((connection["api_version"] ?? "").Trim(), "");
        if (text is "" or DefaultVersion && PastedVersion().Match(written.Query) is { Success: true } pasted)
        {
            text = pasted.Groups["version"].Value;
        }

        text = text.Length == 0 ? DefaultVersion : text.ToLowerInvariant();
        return ApiVersion().IsMatch(text) && !ModelVersions.Contains(text)
            ? text
            : throw new ProblemException(new Problem("connection-invalid", $"'api_version' of connection '{connection.Name}' is '{text}', which is {(ModelVersions.Contains(text) ? "the version of a model" : "no version of the API")}. Give one such as 2024-10-21 or 2025-04-01-preview, or v1.") { Field = "api_version" });
    }

    // Versions of models on Azure that people give for one of the API; no API version has the same date.
    private static readonly HashSet<string> ModelVersions = new(
        ["0301", "0314", "0613", "1106", "0125", "turbo-2024-04-09", "1106-preview", "0125-preview", "2024-05-13", "2024-07-18", "2024-08-06", "2024-09-12", "2024-11-20", "2024-12-17", "2025-01-31", "2025-04-14", "2025-04-16", "2025-08-07"],
        StringComparer.Ordinal);

    [GeneratedRegex(@"^\??api-version=", RegexOptions.IgnoreCase)]
    private static partial Regex VersionParameter();

    [GeneratedRegex(@"[?&]api-version=(?<version>[^&]+)", RegexOptions.IgnoreCase)]
    private static partial Regex PastedVersion();

    [GeneratedRegex(@"^(?:\d{4}-\d{2}-\d{2}(?:-preview)?|v1|preview|latest)$")]
    private static partial Regex ApiVersion();

    [GeneratedRegex(@"/openai(?=/|$)|/api/projects/", RegexOptions.IgnoreCase)]
    private static partial Regex Behind();
}
