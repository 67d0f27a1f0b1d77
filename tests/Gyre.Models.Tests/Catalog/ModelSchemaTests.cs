using System.Text.Json.Nodes;
using Gyre.Models.Catalog;
using Gyre.Testing;

namespace Gyre.Models.Tests.Catalog;

/// <summary>The committed schema knows the keys that the reader knows.</summary>
public sealed class ModelSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(RepositoryFiles.At("schemas", "model.schema.json")))!;

    [Fact]
    public void Of_a_file() => Assert.Equal(CatalogReader.FileKeys.Order(), Keys(Schema));

    [Fact]
    public void Of_a_model() => Assert.Equal(CatalogReader.ModelKeys.Order(), Keys(Model));

    [Fact]
    public void Of_a_price() => Assert.Equal(PriceReader.Keys.Order(), Keys(Model["properties"]!["prices"]!["items"]!));

    private static JsonNode Model => Schema["properties"]!["models"]!["additionalProperties"]!;

    private static IEnumerable<string> Keys(JsonNode schema) => schema["properties"]!.AsObject().Select(p => p.Key).Order();
}
