using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Models.Catalog;

/// <summary>Which models of a catalog are wanted; what is not said does not matter.</summary>
public sealed record ModelFilter
{
    /// <summary>In the model's full name or an alias.</summary>
    public string? Text { get; init; }

    /// <summary>A provider's id.</summary>
    public string? Provider { get; init; }

    /// <summary>A <see cref="ModelKind"/> as files write it.</summary>
    public string? Kind { get; init; }

    /// <summary>Each a <see cref="ModelCapability"/> or a <see cref="Modality"/> of the input as files write it; <c>vision</c> is an image.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Dollars for a million output tokens at the most, of input tokens where it writes none.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Tokens of context at the least.</summary>
    public long? MinContext { get; init; }

    /// <summary>When the price is to hold.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Those of a catalog, in its order.</summary>
    /// <exception cref="ProblemException"><c>model-filter</c>: a word is none of those there are.</exception>
    public IReadOnlyList<CatalogModel> Of(ModelCatalog catalog)
    {
        if (Provider is not null && !catalog.Providers.Any(p => p.Id.Equals(Provider, StringComparison.OrdinalIgnoreCase)))
        {
            throw Unknown("provider", Provider, catalog.Providers.Select(p => p.Id).Order(StringComparer.Ordinal));
        }

        ModelKind? kind = Kind is null ? null : YamlWords.Read<ModelKind>(Kind.ToLowerInvariant()) ?? throw Unknown("kind", Kind, YamlWords.Of<ModelKind>());
        var able = Capabilities.Select(Able).ToList();
        return
        [
            .. catalog.Models
                .Where(m => Text is null || m.FullName.Contains(Text, StringComparison.OrdinalIgnoreCase) || m.Aliases.Any(a => a.Contains(Text, StringComparison.OrdinalIgnoreCase)))
                .Where(m => Provider is null || m.Provider.Equals(Provider, StringComparison.OrdinalIgnoreCase))
                .Where(m => kind is null || m.Kind == kind)
                .Where(m => able.TrueForAll(has => has(m)))
                .Where(m => MaxPrice is null || MainPrice(m) <= MaxPrice)
                .Where(m => MinContext is null || m.Context >= MinContext),
        ];
    }

    private static Func<CatalogModel, bool> Able(string word)
    {
        var plain = word.ToLowerInvariant();
        return YamlWords.Read<ModelCapability>(plain) is { } capability ? m => m.Capabilities.Contains(capability)
            : (plain == "vision" ? Modality.Image : YamlWords.Read<Modality>(plain)) is { } modality ? m => m.Inputs.Contains(modality)
            : throw Unknown("capability", word, [.. YamlWords.Of<ModelCapability>(), .. YamlWords.Of<Modality>(), "vision"]);
    }

    private decimal? MainPrice(CatalogModel model) =>
        model.PriceAt(At)?.Card.Rates is { } rates ? rates[PriceBucket.Output] ?? rates[PriceBucket.Input] : null;

    private static ProblemException Unknown(string field, string word, IEnumerable<string> known) =>
        new(new Problem("model-filter", $"There is no {field} '{word}'.{NearestName.Hint(word, known)} Known are {string.Join(", ", known)}.") { Field = field });
}
