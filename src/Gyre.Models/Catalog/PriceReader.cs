using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Models.Prices;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Catalog;

/// <summary>Reads the <c>prices</c> of a model.</summary>
internal static class PriceReader
{
    private static readonly string[] Buckets = [.. PriceUnit.All.Select(u => u.Key)];
    private static readonly string[] CardKeys = [.. Buckets, "above"];
    private static readonly string[] WindowKeys = ["utc", "days", "factor"];

    /// <summary>Keys of a price.</summary>
    public static readonly string[] Keys = ["from", .. CardKeys, "images", "tiers", "windows", "regions"];

    /// <summary>Oldest first, or null where the model's map says nothing of prices.</summary>
    public static IReadOnlyList<Price>? Read(string model, CatalogKeys row)
    {
        if (row.Map["prices"] is not { } node || node is YamlScalar { Value: null })
        {
            return null;
        }

        if (node is not YamlList list)
        {
            row.Fault(node, "prices", "'prices' must be a list: each entry holds from its 'from' on.");
            return null;
        }

        var prices = new List<Price>();
        foreach (var item in list.Items)
        {
            if (row.Inner(item, "prices", Keys) is { } keys && One(model, keys) is { } price)
            {
                if (prices.Count > 0 && !(price.From > (prices[^1].From ?? DateTimeOffset.MinValue)))
                {
                    keys.Fault(item, "from", "Prices stand in the order of their 'from'; each after the first needs one that is later than the one before.");
                }

                prices.Add(price);
            }
        }

        return prices;
    }

    private static Price? One(string model, CatalogKeys keys)
    {
        var from = From(keys);
        var price = new Price
        {
            Version = $"{model}@{(from is null ? "first" : from.Value.TimeOfDay == TimeSpan.Zero ? $"{from:yyyy-MM-dd}" : $"{from:yyyy-MM-ddTHH:mmZ}")}#{Fingerprint(keys.Map)}",
            From = from,
            Card = Card(keys),
            Images = Factors(keys, "images"),
            Tiers = Tiers(keys),
            Windows = Windows(keys),
            Regions = Factors(keys, "regions"),
        };
        return price;
    }

    private static RateCard Card(CatalogKeys keys)
    {
        var rates = Rates(keys);
        var steps = new List<RateStep>();
        foreach (var entry in (keys.Map["above"] as YamlMap)?.Entries ?? [])
        {
            if (entry.Key.Value is not (long and > 0 and var above) || above <= (steps.LastOrDefault()?.Above ?? 0))
            {
                keys.Fault(entry.Key, "above", $"'above' maps input tokens, ascending, to prices; '{entry.Name}' is none.");
            }
            else if (keys.Inner(entry.Value, $"above.{above}", Buckets) is { } step)
            {
                var own = Rates(step);
                foreach (var (bucket, _) in rates.Stated.Where(s => PriceUnit.Of(s.Key).IsTokens && own[s.Key] is null && !own.IsUndisclosed(s.Key)))
                {
                    step.Fault(entry.Key, PriceUnit.Of(bucket).Key, $"Above {above} tokens a price for '{PriceUnit.Of(bucket).Key}' is missing; below it has one.");
                }

                steps.Add(new RateStep(above, own.WithFeesOf(rates)));
            }
        }

        return new RateCard(rates, steps);
    }

    private static Rates Rates(CatalogKeys keys)
    {
        var stated = new List<KeyValuePair<PriceBucket, decimal?>>();
        foreach (var unit in PriceUnit.All)
        {
            if (keys.Map[unit.Key] is { } node)
            {
                // "unknown": charged for, at a price that depends on what the catalog can't know.
                decimal? price = node is YamlScalar { Text: "unknown" } ? null : keys.Number(node, unit.Key) ?? 0;
                stated.Add(KeyValuePair.Create(unit.Bucket, price));
            }
        }

        return new Rates(stated);
    }

    private static Dictionary<string, TierPrice> Tiers(CatalogKeys keys)
    {
        var tiers = new Dictionary<string, TierPrice>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in (keys.Map["tiers"] as YamlMap)?.Entries ?? [])
        {
            if (entry.Value is YamlScalar && keys.Number(entry.Value, $"tiers.{entry.Name}") is { } factor)
            {
                tiers[entry.Name] = new TierPrice(factor, null);
            }
            else if (entry.Value is not YamlScalar && keys.Inner(entry.Value, $"tiers.{entry.Name}", CardKeys) is { } card)
            {
                tiers[entry.Name] = new TierPrice(null, Card(card));
            }
        }

        return tiers;
    }

    private static Dictionary<string, decimal> Factors(CatalogKeys keys, string key)
    {
        var factors = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in (keys.Map[key] as YamlMap)?.Entries ?? [])
        {
            factors[entry.Name] = keys.Number(entry.Value, $"{key}.{entry.Name}") ?? 1;
        }

        return factors;
    }

    private static List<PriceWindow> Windows(CatalogKeys keys)
    {
        var windows = new List<PriceWindow>();
        foreach (var item in (keys.Map["windows"] as YamlList)?.Items ?? [])
        {
            if (keys.Inner(item, "windows", WindowKeys) is not { } window)
            {
                continue;
            }

            var hours = (window.Texts("utc") ?? []).Select(Span).ToList();
            if (hours.Count == 0 || hours.Contains(null))
            {
                window.Fault(item, "utc", "A window needs 'utc': a list of hours such as [\"01:00-04:00\"].");
            }

            var days = window.Texts("days") ?? [];
            var known = days.Select(Day).ToList();
            if (known.Contains(null))
            {
                window.Fault(item, "days", "'days' are mon, tue, wed, thu, fri, sat, sun.");
            }

            var factor = window.Map["factor"] is { } node ? window.Number(node, "factor") : null;
            if (factor is null)
            {
                window.Fault(item, "factor", "A window needs a 'factor' on the prices.");
            }

            windows.Add(new PriceWindow([.. hours.OfType<(TimeOnly, TimeOnly)>()], [.. known.OfType<DayOfWeek>()], factor ?? 1));
        }

        return windows;
    }

    private static DateTimeOffset? From(CatalogKeys keys)
    {
        if (keys.Map["from"] is not YamlScalar { Value: not null } written)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(written.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from))
        {
            return from;
        }

        keys.Fault(written, "from", "'from' must be a date such as 2026-03-31, or a moment such as 2026-03-31T16:00:00Z.");
        return null;
    }

    private static (TimeOnly From, TimeOnly To)? Span(string text) =>
        text.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
        && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            ? (begin, end)
            : null;

    private static DayOfWeek? Day(string text) => text switch
    {
        "mon" => DayOfWeek.Monday,
        "tue" => DayOfWeek.Tuesday,
        "wed" => DayOfWeek.Wednesday,
        "thu" => DayOfWeek.Thursday,
        "fri" => DayOfWeek.Friday,
        "sat" => DayOfWeek.Saturday,
        "sun" => DayOfWeek.Sunday,
        _ => null,
    };

    // Of what is written, not of its layout: reordered or realigned prices keep their version.
    private static string Fingerprint(YamlNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }

    private static void Append(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var entry in map.Entries.OrderBy(e => e.Name, StringComparer.Ordinal))
                {
                    text.Append('{').Append(entry.Name).Append(':');
                    Append(text, entry.Value);
                    text.Append('}');
                }

                break;
            case YamlList list:
                foreach (var item in list.Items)
                {
                    text.Append('[');
                    Append(text, item);
                    text.Append(']');
                }

                break;
            case YamlScalar scalar:
                // 2, 2.0 and 2.00 are one price.
                text.Append(scalar.Value is long or double && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
                    : scalar.Text);
                break;
        }
    }
}
