using System.Text.Json;
using Gyre.Kernel;

namespace Gyre.Models.Catalog;

/// <summary>Reads LiteLLM's price map, <c>model_prices_and_context_window.json</c> or a file of a user's own in its form.</summary>
public static class LiteLlmPrices
{
    /// <summary>Every model of a file.</summary>
    /// <param name="json">The file.</param>
    /// <param name="name">Named in faults.</param>
    /// <param name="provider">Only models of this provider, by our name or theirs; null for all.</param>
    /// <param name="asOf">The day the file is from.</param>
    /// <exception cref="ProblemException"><c>price-map-invalid</c>.</exception>
    public static ImportedModels Read(Stream json, string name, string? provider, DateOnly asOf)
    {
        using var document = Parse(json, name);
        var models = new List<CatalogModel>();
        var skipped = new List<SkippedModel>();
        foreach (var entry in document.RootElement.EnumerateObject().Where(e => e.Name != "sample_spec"))
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                skipped.Add(new(entry.Name, "is not an object"));
                continue;
            }

            var row = new LiteLlmRow(entry.Name, entry.Value);
            if (provider is not null && !provider.Equals(row.Provider, StringComparison.OrdinalIgnoreCase) && !provider.Equals(row.TheirProvider, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (row.Kind is not { } kind)
            {
                skipped.Add(new(entry.Name, $"its mode '{row.Mode}' is none that Gyre calls"));
                continue;
            }

            models.Add(row.Model(kind));
        }

        return new ImportedModels([.. models.GroupBy(m => m.FullName, StringComparer.OrdinalIgnoreCase).Select(g => g.First())], skipped, asOf);
    }

    private static JsonDocument Parse(Stream json, string name)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Invalid("it is not one JSON object", null);
        }
        catch (JsonException e)
        {
            throw Invalid($"from byte {e.BytePositionInLine + 1} of this line on it is no JSON", e);
        }

        ProblemException Invalid(string why, JsonException? e) => new(
            new Problem("price-map-invalid", $"This is not a price map, a JSON object from model names to prices: {why}") { File = name, Line = (int?)e?.LineNumber + 1 }, e);
    }
}

/// <summary>What an import read.</summary>
/// <param name="Models">Each once.</param>
/// <param name="Skipped">What was left out, and why.</param>
/// <param name="AsOf">The day of the file.</param>
public sealed record ImportedModels(IReadOnlyList<CatalogModel> Models, IReadOnlyList<SkippedModel> Skipped, DateOnly AsOf)
{
    /// <summary>The files to write in a workspace's <c>models</c> folder: name and text, one per provider.</summary>
    public IEnumerable<(string Name, string Text)> Files() =>
        Models.GroupBy(m => m.Provider, StringComparer.OrdinalIgnoreCase).Select(g => ($"litellm-{g.Key}.yaml", CatalogWriter.Write(g.Key, g, "a LiteLLM price map", AsOf, null)));
}

/// <summary>A model that was left out.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Why">For a person.</param>
public sealed record SkippedModel(string Name, string Why);
