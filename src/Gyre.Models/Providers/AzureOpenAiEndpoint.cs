using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>
/// Azure OpenAI: <c>{api_base}/openai/deployments/{deployment}/…?api-version=…</c> with an <c>api-key</c> header,
/// or a bearer token with <c>auth_mode: meid_token</c>. An <c>api_base</c> that ends in <c>/openai/v1</c> uses the newer paths.
/// </summary>
internal sealed partial class AzureOpenAiEndpoint : ModelEndpoint
{
    public const string DefaultVersion = "2024-02-01";

    private readonly string root;
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
        newer = path.Contains("/openai/v1", StringComparison.OrdinalIgnoreCase);

        // Pasted addresses often carry "/openai/deployments/x/chat/completions?api-version=…" behind the resource.
        var resource = path.IndexOf("/openai", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? path[..at] : path;
        root = written.GetLeftPart(UriPartial.Authority) + resource;
        version = Version(connection["api_version"]);
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

    public override Uri Address(ModelOperation operation, string model) => newer
        ? new($"{root}/openai/v1/{Route(operation)}")
        : new($"{root}/openai/deployments/{Uri.EscapeDataString(model)}/{Route(operation)}?api-version={Uri.EscapeDataString(version)}");

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

    private static string Version(string? written) =>
        string.IsNullOrWhiteSpace(written) ? DefaultVersion : VersionParameter().Replace(written.Trim(), "");

    [GeneratedRegex(@"^\??api-version=", RegexOptions.IgnoreCase)]
    private static partial Regex VersionParameter();
}
