using System.Text.Json.Serialization;
using Gyre.Kernel;
using Gyre.Models.Prices;
using Gyre.Wire.Usage;

namespace Gyre.Models.Catalog;

/// <summary>Models side by side, and what given traffic costs at each.</summary>
/// <param name="Traffic">The traffic.</param>
/// <param name="Models">In the order they were named.</param>
public sealed record ModelComparison(
    [property: JsonPropertyName("traffic")] ModelTraffic Traffic,
    [property: JsonPropertyName("models")] IReadOnlyList<ComparedModel> Models)
{
    /// <summary>Compares.</summary>
    /// <param name="catalog">With the models.</param>
    /// <param name="models">Which.</param>
    /// <param name="traffic">Of what.</param>
    /// <param name="at">At the prices of which moment.</param>
    /// <exception cref="ProblemException"><c>model-traffic</c>: there can't be such calls.</exception>
    public static ModelComparison Of(ModelCatalog catalog, IEnumerable<CatalogModel> models, ModelTraffic traffic, DateTimeOffset at)
    {
        if (traffic.Cached > traffic.Input || traffic.Input < 0 || traffic.Output < 0 || traffic.Cached < 0 || traffic.Calls < 1)
        {
            throw new ProblemException(new Problem("model-traffic", "Tokens are not negative, cached ones are not more than the input, and there is at least one call."));
        }

        var book = new PriceBook(catalog);
        var usage = new TokenUsage { FreshInput = traffic.Input - traffic.Cached, CacheRead = traffic.Cached, Output = traffic.Output };
        return new ModelComparison(
            traffic,
            [
                .. models.Select(m => book.Price(new PriceQuestion { Provider = m.Provider, Model = m.Id, At = at }, usage) is { Cost: not null } priced
                    ? new ComparedModel(ModelView.Of(m), priced.Lines.Sum(l => l.Amount) * traffic.Calls)
                    : new ComparedModel(ModelView.Of(m), null)),
            ]);
    }
}

/// <summary>Calls that are alike.</summary>
/// <param name="Calls">How many.</param>
/// <param name="Input">Input tokens of each, cached ones included.</param>
/// <param name="Cached">How many of them come from the provider's cache.</param>
/// <param name="Output">Output tokens of each.</param>
public sealed record ModelTraffic(
    [property: JsonPropertyName("calls")] long Calls,
    [property: JsonPropertyName("input_tokens")] long Input,
    [property: JsonPropertyName("cached_tokens")] long Cached,
    [property: JsonPropertyName("output_tokens")] long Output)
{
    /// <summary>A thousand questions of two pages, answered with one.</summary>
    public static ModelTraffic Usual { get; } = new(1000, 1000, 0, 500);
}

/// <summary>One of several models.</summary>
/// <param name="Model">All that is known of it.</param>
/// <param name="Cost">Dollars for the traffic; null where the price is not known.</param>
public sealed record ComparedModel([property: JsonPropertyName("model")] ModelView Model, [property: JsonPropertyName("cost")] decimal? Cost);
