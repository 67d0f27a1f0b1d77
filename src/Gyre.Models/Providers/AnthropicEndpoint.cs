using System.Net.Http.Headers;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>Anthropic: <c>{base}/v1/messages</c> with <c>x-api-key</c> and <c>anthropic-version</c>. A client's own version and beta headers pass.</summary>
internal sealed class AnthropicEndpoint : ModelEndpoint
{
    public const string DefaultAddress = "https://api.anthropic.com";
    public const string DefaultVersion = "2023-06-01";

    private readonly string? key;
    private readonly string version;

    public AnthropicEndpoint(Connection connection)
    {
        var address = string.IsNullOrWhiteSpace(connection["base_url"]) ? new Uri(DefaultAddress) : BaseAddress(connection, "base_url");
        Root = Trimmed(address, "/v1/messages/count_tokens", "/v1/messages", "/v1");
        key = connection["api_key"];
        version = string.IsNullOrWhiteSpace(connection["api_version"]) ? DefaultVersion : connection["api_version"]!.Trim();
    }

    public override Dialect ChatDialect => Dialect.Anthropic;

    protected override string Root { get; }

    public override ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(key))
        {
            headers.TryAddWithoutValidation("x-api-key", key);
        }

        if (!headers.NonValidated.Contains("anthropic-version"))
        {
            headers.TryAddWithoutValidation("anthropic-version", version);
        }

        return ValueTask.CompletedTask;
    }

    protected override string? Route(ModelOperation operation, string model) => operation switch
    {
        ModelOperation.Messages => Root + "/v1/messages",
        ModelOperation.CountTokens => Root + "/v1/messages/count_tokens",
        _ => null,
    };
}
