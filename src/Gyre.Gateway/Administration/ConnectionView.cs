using System.Text.Json.Serialization;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;

namespace Gyre.Gateway.Administration;

/// <summary>A connection without anything that is secret.</summary>
/// <param name="Name">As flows, deployments and callers name it.</param>
/// <param name="Type">As in YAML: <c>azure_open_ai</c>.</param>
/// <param name="Description">What its type leads to, in one line.</param>
/// <param name="Provider">By the catalog's name; the connection's own where the catalog has none of its address.</param>
/// <param name="Address">The server, without user, password and query; null where the type has none.</param>
/// <param name="Models">How many models of the catalog its provider offers.</param>
public sealed record ConnectionView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("address")] string? Address,
    [property: JsonPropertyName("models")] int Models)
{
    private static readonly string[] Addresses = ["base_url", "api_base", "endpoint", "url"];

    internal static ConnectionView Of(Connection connection, ModelCatalog catalog)
    {
        var (type, provider) = (ConnectionTypes.Find(connection.Type), catalog.ProviderOf(connection));
        return new(
            connection.Name,
            type?.Name ?? connection.Type,
            type?.Description ?? "",
            provider,
            Addresses.Select(connection.Configs.GetValueOrDefault).OfType<string>().Select(Bare).FirstOrDefault(),
            catalog.Models.Count(m => m.Provider == provider));
    }

    // A key may stand in an address as its user, its password or a parameter.
    private static string? Bare(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : null;
}
