using Azure.Core;
using Azure.Identity;
using Gyre.Kernel;

namespace Gyre.Models.Providers;

/// <summary>Bearer tokens of Microsoft Entra for Azure OpenAI: managed identity, environment, workload identity, Azure CLI, in that order of what is there.</summary>
internal static class EntraToken
{
    private static readonly TokenRequestContext Scope = new(["https://cognitiveservices.azure.com/.default"]);

    // The credential caches tokens and probes its surroundings once, so there is one.
    private static readonly Lazy<DefaultAzureCredential> Credential = new(() => new DefaultAzureCredential(includeInteractiveCredentials: false));

    public static async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await Credential.Value.GetTokenAsync(Scope, cancellationToken)).Token;
        }
        catch (AuthenticationFailedException e)
        {
            throw new ProblemException(
                new Problem("no-entra-token", "The connection has auth_mode: meid_token, but no Microsoft Entra token is to be had here. Sign in with 'az login', set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, run under a managed identity, or use auth_mode: key."),
                e);
        }
    }
}
