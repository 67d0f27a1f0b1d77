using System.Net.Http.Headers;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>OpenAI and every server that speaks its format: <c>{base}/chat/completions</c> with a bearer key, where there is one.</summary>
internal sealed class OpenAiEndpoint : ModelEndpoint
{
    public const string DefaultAddress = "https://api.openai.com/v1";

    private readonly string root;
    private readonly string? key;
    private readonly string? organization;

    private OpenAiEndpoint(Uri address, string? key, string? organization)
    {
        root = Trim(address.GetLeftPart(UriPartial.Path));
        (this.key, this.organization) = (key, organization);
    }

    /// <summary>From <c>base_url</c>, used as written; OpenAI's own without one.</summary>
    public static OpenAiEndpoint OpenAi(Connection connection)
    {
        var address = string.IsNullOrWhiteSpace(connection["base_url"]) ? new Uri(DefaultAddress) : BaseAddress(connection, "base_url");
        return new OpenAiEndpoint(address, connection["api_key"], connection["organization"]);
    }

    /// <summary>From <c>api_base</c> with <c>/v1</c> behind it, as the original does for serverless deployments.</summary>
    public static OpenAiEndpoint Serverless(Connection connection)
    {
        var written = Trim(BaseAddress(connection, "api_base").GetLeftPart(UriPartial.Path));
        var address = new Uri(written.EndsWith("/v1", StringComparison.Ordinal) ? written : written + "/v1");
        return new OpenAiEndpoint(address, connection["api_key"], null);
    }

    public override Uri Address(ModelOperation operation, string model) => new($"{root}/{Route(operation)}");

    public override ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(key))
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        if (!string.IsNullOrEmpty(organization))
        {
            headers.TryAddWithoutValidation("OpenAI-Organization", organization);
        }

        return ValueTask.CompletedTask;
    }

    // People paste the whole route; the base is what stands before it.
    private static string Trim(string address)
    {
        address = address.TrimEnd('/');
        foreach (var route in new[] { "/chat/completions", "/completions", "/embeddings" })
        {
            if (address.EndsWith(route, StringComparison.OrdinalIgnoreCase))
            {
                return address[..^route.Length];
            }
        }

        return address;
    }
}
