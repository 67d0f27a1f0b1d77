using Gyre.Models.Catalog;
using Gyre.Models.Connections;

namespace Gyre.Gateway.Routing;

/// <summary>What the gateway knows of models without any file; the seam to the catalog.</summary>
public interface IKnownModels
{
    /// <summary>The provider a connection leads to, by the catalog's id (<c>openai</c>, <c>anthropic</c>, <c>gemini</c> …); null where that is not known.</summary>
    string? ProviderOf(Connection connection);

    /// <summary>Whether a provider offers a model under this name.</summary>
    bool Offers(string provider, string model);

    /// <summary>The names that a provider offers, to suggest one.</summary>
    IEnumerable<string> ModelsOf(string provider);

    /// <summary>The model that somebody says stands behind a deployment, be it another provider's: by id, or by <c>provider/id</c>; null where there is none of the name.</summary>
    CatalogModel? Behind(Connection connection, string baseModel);

    /// <summary>Names that were probably meant, best first.</summary>
    IReadOnlyList<string> Nearest(string model);
}

/// <summary>Where the gateway's connections come from.</summary>
public interface IRouteConnections
{
    /// <summary>Every connection of the workspace, in the order of preference; secrets need not be filled.</summary>
    ValueTask<IReadOnlyList<Connection>> ListAsync(CancellationToken cancellationToken);
}
