using System.Globalization;
using System.Text.Json;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Cli.Models;

/// <summary>Words and numbers of the catalog as people read them.</summary>
internal static class ModelText
{
    public const string Unknown = "unknown";

    /// <summary><c>1,047,576</c> as <c>1.05M</c>, <c>131,072</c> as <c>131k</c>.</summary>
    public static string Tokens(long? count) => count switch
    {
        null => "",
        >= 1_000_000 => $"{count / 1e6:0.##}M",
        >= 1000 => $"{count / 1e3:0.#}k",
        _ => $"{count}",
    };

    /// <summary>A price as published, or <see cref="Unknown"/>.</summary>
    public static string Price(decimal? price) => price is { } dollars ? dollars.ToString("0.00######", CultureInfo.InvariantCulture) : Unknown;

    /// <summary><c>structured_output</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string Words<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(Word));

    /// <summary>The value of a word, or null.</summary>
    public static T? Read<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Select(v => (T?)v).FirstOrDefault(v => Word(v!.Value).Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a row is from.</summary>
    public static string Origin(CatalogModel model) => model switch
    {
        { File: { } file } => $"{Path.Combine(CatalogFiles.FolderName, Path.GetFileName(file))}{(model.Source is { } source ? $", {source}" : "")}{AsOf(model)}",
        { Via: CatalogModel.Unchecked } => $"{model.Source} (not read there: unchecked)",
        _ => $"{model.Source}{AsOf(model)}{(model.Via is { } via ? $", by {via}" : "")}",
    };

    /// <summary>Buckets with a price, or undisclosed, somewhere in a price.</summary>
    public static IEnumerable<PriceUnit> Buckets(Price price) =>
        PriceUnit.All.Where(u => Cards(price).Any(r => r[u.Bucket] is not null || r.IsUndisclosed(u.Bucket)));

    private static IEnumerable<Rates> Cards(Price price) => price.Card.All.Concat(price.Tiers.Values.Where(t => t.Card is not null).SelectMany(t => t.Card!.All));

    private static string AsOf(CatalogModel model) => model.AsOf is { } day ? $", as of {day:yyyy-MM-dd}" : "";
}
