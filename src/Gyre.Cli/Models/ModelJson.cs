using System.Text.Json;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Cli.Models;

/// <summary>A model as JSON, with the keys of a model file.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter json, CatalogModel model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("provider", model.Provider);
        json.WriteString("name", model.Name);
        json.WriteString("kind", ModelText.Word(model.Kind));
        Words(json, "aliases", model.Aliases);
        json.WriteNumberOrNull("context", model.Context);
        json.WriteNumberOrNull("max_output", model.MaxOutput);
        json.WriteNumberOrNull("dimensions", model.Dimensions);
        Words(json, "input", model.Inputs.Select(ModelText.Word));
        Words(json, "output", model.Outputs.Select(ModelText.Word));
        Words(json, "can", model.Capabilities.Select(ModelText.Word));
        Words(json, "regions", model.Regions);
        json.WriteString("licence", model.Licence);
        json.WriteString("released", model.Released?.ToString("yyyy-MM-dd"));
        json.WriteString("retires", model.Retires?.ToString("yyyy-MM-dd"));
        json.WriteString("source", model.Source);
        json.WriteString("as_of", model.AsOf?.ToString("yyyy-MM-dd"));
        json.WriteString("via", model.Via);
        json.WriteString("file", model.File);
        json.WriteStartArray("prices");
        foreach (var price in model.Prices)
        {
            Write(json, price);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Price price)
    {
        json.WriteStartObject();
        json.WriteString("version", price.Version);
        json.WriteString("from", price.From?.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        Card(json, price.Card);
        json.WriteStartObject("images");
        foreach (var (sort, each) in price.Images)
        {
            json.WriteNumber(sort, each);
        }

        json.WriteEndObject();
        json.WriteStartObject("tiers");
        foreach (var (name, tier) in price.Tiers)
        {
            json.WritePropertyName(name);
            if (tier.Factor is { } factor)
            {
                json.WriteNumberValue(factor);
            }
            else
            {
                json.WriteStartObject();
                Card(json, tier.Card!);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("windows");
        foreach (var window in price.Windows)
        {
            json.WriteStartObject();
            Words(json, "utc", window.Hours.Select(h => $"{h.From:HH:mm}-{h.To:HH:mm}"));
            Words(json, "days", window.Days.Select(d => d.ToString()[..3].ToLowerInvariant()));
            json.WriteNumber("factor", window.Factor);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("regions");
        foreach (var (region, factor) in price.Regions)
        {
            json.WriteNumber(region, factor);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Card(Utf8JsonWriter json, RateCard card)
    {
        Rates(json, card.Rates);
        if (card.Steps.Count == 0)
        {
            return;
        }

        json.WriteStartObject("above");
        foreach (var step in card.Steps)
        {
            json.WriteStartObject($"{step.Above}");
            Rates(json, step.Rates);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Rates(Utf8JsonWriter json, Rates rates)
    {
        foreach (var (bucket, price) in rates.Stated)
        {
            json.WritePropertyName(PriceUnit.Of(bucket).Key);
            if (price is { } dollars)
            {
                json.WriteNumberValue(dollars);
            }
            else
            {
                json.WriteStringValue(ModelText.Unknown);
            }
        }
    }

    private static void Words(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
