using Gyre.Models.Catalog;
using Gyre.Models.Connections;

namespace Gyre.Gateway.Routing;

/// <summary>The catalog as the routes see it.</summary>
internal sealed class CatalogRoutes(ModelCatalog catalog) : IKnownModels
{
    private readonly ILookup<string, string> models = catalog.Models.ToLookup(m => m.Provider, m => m.Id, StringComparer.Ordinal);

    public string? ProviderOf(Connection connection) => catalog.ProviderOf(connection);

    public bool Offers(string provider, string model) => catalog.Find(provider, model) is not null;

    public IEnumerable<string> ModelsOf(string provider) => models[provider];

    public CatalogModel? Behind(Connection connection, string baseModel) => catalog.Behind(catalog.ProviderOf(connection), baseModel);

    public IReadOnlyList<string> Nearest(string model) => catalog.Nearest(model);
}
