using Gyre.Cli.Output;
using Gyre.Models.Prices;
using Spectre.Console;

namespace Gyre.Cli.Models;

/// <summary>A model's prices: a row per bucket, a column per tier and length.</summary>
internal static class PriceTable
{
    public static Table Of(IAnsiConsole console, Price price)
    {
        var columns = Columns(price).ToList();
        var table = Terminal.Table(console, ["$ for", .. columns.Select(c => c.Title)]);
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var unit in ModelText.Buckets(price))
        {
            table.AddRow([
                $"{unit.Label} [grey]({unit.Unit})[/]",
                .. columns.Select(c => c.Rates[unit.Bucket] is { } rate ? ModelText.Price(rate) : c.Rates.IsUndisclosed(unit.Bucket) ? ModelText.Unknown : "")]);
        }

        return table;
    }

    /// <summary>What does not fit a table: hours, sorts of images and regions.</summary>
    public static IEnumerable<string> Remarks(Price price)
    {
        foreach (var window in price.Windows)
        {
            var days = window.Days.Count == 0 ? "every day" : string.Join(", ", window.Days.Select(d => d.ToString()[..3]));
            yield return $"Times {window.Factor:0.####} at {string.Join(" and ", window.Hours.Select(h => $"{h.From:HH:mm}-{h.To:HH:mm}"))} UTC, {days}.";
        }

        foreach (var (sort, each) in price.Images)
        {
            yield return $"An image of {sort}: {ModelText.Price(each)}.";
        }

        foreach (var (region, factor) in price.Regions)
        {
            yield return $"Times {factor:0.####} in region {region}.";
        }

        if (price.From is { } from)
        {
            yield return $"Since {from:yyyy-MM-dd}.";
        }
    }

    private static IEnumerable<(string Title, Rates Rates)> Columns(Price price)
    {
        yield return ("standard", price.Card.Rates);
        foreach (var step in price.Card.Steps)
        {
            yield return ($"over {ModelText.Tokens(step.Above)}", step.Rates);
        }

        foreach (var (name, tier) in price.Tiers)
        {
            yield return (name, tier.Card?.Rates.WithFeesOf(price.Card.Rates) ?? price.Card.Rates.Times(tier.Factor!.Value));
        }
    }
}
