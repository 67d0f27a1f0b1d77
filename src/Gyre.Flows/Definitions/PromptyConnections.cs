using Gyre.Models.Connections;

namespace Gyre.Flows.Definitions;

/// <summary>Connections made of what a prompty writes; where it writes no key at all, of the environment.</summary>
internal static class PromptyConnections
{
    private const string Name = "prompty";

    public static Connection Azure(string? endpoint, string? key, string? version, Func<string, string?> environment)
    {
        if (IsEmpty(endpoint, key, version))
        {
            (endpoint, key, version) = (environment("AZURE_OPENAI_ENDPOINT"), environment("AZURE_OPENAI_API_KEY"), environment("OPENAI_API_VERSION"));
        }

        return Make("AzureOpenAIConnection", key, ("api_base", endpoint), ("api_type", "azure"), ("api_version", version ?? "2024-02-01"), ("auth_mode", string.IsNullOrEmpty(key) ? "meid_token" : "key"));
    }

    public static Connection OpenAi(string? address, string? key, string? organization, Func<string, string?> environment)
    {
        if (IsEmpty(address, key, organization))
        {
            (address, key, organization) = (environment("OPENAI_BASE_URL"), environment("OPENAI_API_KEY"), environment("OPENAI_ORG_ID"));
        }

        return Make("OpenAIConnection", key, ("base_url", address), ("organization", organization));
    }

    public static Connection Serverless(string? endpoint, string? key) => Make("ServerlessConnection", key, ("api_base", endpoint));

    /// <summary>A provider that prompt flow has no connection type for; its key and address, under its own name.</summary>
    public static Connection Other(string type, string? endpoint, string? key) => Make(type, key, ("api_base", endpoint));

    private static bool IsEmpty(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            if (!string.IsNullOrEmpty(field))
            {
                return false;
            }
        }

        return true;
    }

    private static Connection Make(string type, string? key, params ReadOnlySpan<(string Field, string? Value)> fields)
    {
        var configs = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (field, value) in fields)
        {
            configs[field] = value;
        }

        return new Connection
        {
            Name = Name,
            Type = type,
            Configs = configs,
            Secrets = string.IsNullOrEmpty(key) ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["api_key"] = key },
        };
    }
}
