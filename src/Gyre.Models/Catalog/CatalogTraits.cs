using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Anthropic;
using Gyre.Models.Providers;

namespace Gyre.Models.Catalog;

/// <summary>What the catalog says of a model, for the translation of calls to it.</summary>
public static class CatalogTraits
{
    /// <summary>The traits of a model behind a connection: what its server is known for, narrowed by what the catalog knows of the model.</summary>
    /// <param name="catalog">The workspace's.</param>
    /// <param name="connection">The way to the model.</param>
    /// <param name="model">The model's name there, or of the model behind a deployment.</param>
    /// <param name="server">What is known of the server.</param>
    /// <param name="behind">The model's row where it is known already.</param>
    public static ModelTraits TraitsOf(this ModelCatalog catalog, Connection connection, string model, ModelTraits server, CatalogModel? behind = null)
    {
        var row = behind ?? catalog.Find(catalog.ProviderOf(connection), model);
        var known = row is null ? server : server with
        {
            Name = row.Id,
            MaxOutput = row.MaxOutput ?? server.MaxOutput,
            Reasons = row.Capabilities.Count == 0 ? server.Reasons : row.Capabilities.Contains(ModelCapability.Reasoning),
        };
        return ModelProviders.ChatDialectOf(connection) switch
        {
            Dialect.Anthropic => OfClaude(known, ClaudeModel.Of(row?.Id ?? model)),
            Dialect.OpenAi when row is { Provider: "openai" or "azure", Capabilities.Count: > 0 } => known with
            {
                FixedSampling = known.Reasons == true,
                SchemaOutput = known.SchemaOutput && row.Capabilities.Contains(ModelCapability.StructuredOutput),
            },
            _ => known,
        };
    }

    private static ModelTraits OfClaude(ModelTraits known, ClaudeModel model) => known with
    {
        AdaptiveThinking = model.ThinksByEffort,
        FixedSampling = model.FixesSampling,
        SchemaOutput = model.HoldsSchemas,
    };
}
