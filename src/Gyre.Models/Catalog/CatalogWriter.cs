using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Models.Prices;

namespace Gyre.Models.Catalog;

/// <summary>Writes models as a file of <c>kind: model</c> that <see cref="CatalogReader"/> reads back to the same.</summary>
internal static partial class CatalogWriter
{
    /// <summary>One file's text.</summary>
    public static string Write(string provider, IEnumerable<CatalogModel> models, string? source, DateOnly? asOf, string? via)
    {
        var text = new StringBuilder($"kind: {CatalogReader.FileKind}\nprovider: {Quoted(provider)}\n");
        Line(text, "", "source", source);
        Line(text, "", "as_of", asOf);
        Line(text, "", "via", via);
        text.Append("\nmodels:");
        foreach (var model in models)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {Quoted(model.Id)}:\n");
            Model(text, model);
        }

        return text.ToString();
    }

    private static void Model(StringBuilder text, CatalogModel model)
    {
        const string indent = "    ";
        Line(text, indent, "name", model.Name);
        Line(text, indent, "kind", YamlWords.Of(model.Kind));
        List(text, "aliases", model.Aliases);
        Line(text, indent, "context", model.Context);
        Line(text, indent, "max_output", model.MaxOutput);
        Line(text, indent, "dimensions", model.Dimensions);
        List(text, "input", model.Inputs.Select(YamlWords.Of));
        List(text, "output", model.Outputs.Select(YamlWords.Of));
        List(text, "can", model.Capabilities.Select(YamlWords.Of));
        List(text, "regions", model.Regions);
        Line(text, indent, "licence", model.Licence);
        Line(text, indent, "released", model.Released);
        Line(text, indent, "retires", model.Retires);
        Line(text, indent, "source", model.Source);
        if (model.Prices.Count > 0)
        {
            text.Append("    prices:\n");
        }

        foreach (var price in model.Prices)
        {
            Price(text, price);
        }

        void List(StringBuilder to, string key, IEnumerable<string> words)
        {
            var written = string.Join(", ", words.Select(Quoted));
            if (written.Length > 0)
            {
                to.Append(CultureInfo.InvariantCulture, $"{indent}{key}: [{written}]\n");
            }
        }
    }

    private static void Price(StringBuilder text, Price price)
    {
        var lead = "      - ";
        Put(price.From is { } from ? $"from: {from:yyyy-MM-ddTHH:mm:ssZ}" : null);
        foreach (var (bucket, amount) in price.Card.Rates.Stated)
        {
            Put($"{PriceUnit.Of(bucket).Key}: {Amount(amount)}");
        }

        Put(price.Card.Steps.Count > 0 ? $"above: {{ {Steps(price.Card)} }}" : null);
        Put(price.Images.Count > 0 ? $"images: {{ {string.Join(", ", price.Images.Select(i => $"{Quoted(i.Key)}: {Amount(i.Value)}"))} }}" : null);
        Put(price.Tiers.Count > 0 ? $"tiers: {{ {string.Join(", ", price.Tiers.Select(t => $"{Quoted(t.Key)}: {Tier(t.Value)}"))} }}" : null);
        Put(price.Regions.Count > 0 ? $"regions: {{ {string.Join(", ", price.Regions.Select(r => $"{Quoted(r.Key)}: {Amount(r.Value)}"))} }}" : null);

        void Put(string? line)
        {
            if (line is not null)
            {
                text.Append(lead).Append(line).Append('\n');
                lead = "        ";
            }
        }
    }

    private static string Tier(TierPrice tier) => tier.Factor is { } factor ? Amount(factor)
        : $"{{ {string.Join(", ", new[] { Flow(tier.Card!.Rates), tier.Card.Steps.Count > 0 ? $"above: {{ {Steps(tier.Card)} }}" : "" }.Where(p => p.Length > 0))} }}";

    private static string Steps(RateCard card) => string.Join(", ", card.Steps.Select(s => $"{s.Above}: {{ {Flow(s.Rates)} }}"));

    private static string Flow(Rates rates) => string.Join(", ", rates.Stated.Select(s => $"{PriceUnit.Of(s.Key).Key}: {Amount(s.Value)}"));

    private static string Amount(decimal? amount) => amount?.ToString("0.####################", CultureInfo.InvariantCulture) ?? "unknown";

    private static void Line(StringBuilder text, string indent, string key, object? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: {(value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value is string s ? Quoted(s) : value)}\n");
        }
    }

    private static string Quoted(string text) => Plain().IsMatch(text) && text is not ("true" or "false" or "null")
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    // An address, or words that begin with a letter.
    [GeneratedRegex(@"^(https://[^\s#]+|[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@-]+)*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
