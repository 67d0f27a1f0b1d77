using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Tests.Prices;

/// <summary>A price book over one model, <c>acme/m</c>, written in the test.</summary>
internal static class BookOf
{
    public static PriceBook Model(string prices, string kind = "chat")
    {
        var reader = new CatalogReader(new ModelCatalog([], []));
        reader.Read(YamlText.Read($"kind: model\nprovider: acme\nmodels:\n  m:\n    kind: {kind}\n    prices:\n{Indented(prices)}\n", "test.yaml"), "test.yaml", isWorkspace: true);
        var catalog = reader.Finish();
        Assert.Empty(reader.Faults);
        Assert.Empty(reader.Warnings);
        return new PriceBook(catalog);
    }

    public static PriceQuestion Question(string at = "2026-11-18T12:00:00Z") =>
        new() { Provider = "acme", Model = "m", At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) };

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => "      " + l));
}
