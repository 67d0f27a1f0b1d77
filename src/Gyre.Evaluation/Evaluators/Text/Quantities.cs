using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>A number with its unit, in the base unit of its kind: "2 km" is 2000 of length, "46 %" is 0.46 of share.</summary>
/// <param name="Value">In the base unit.</param>
/// <param name="Kind">What is measured: <c>length</c>, <c>mass</c>, <c>time</c> …; null for a bare number.</param>
internal readonly record struct Quantity(double Value, string? Kind);

/// <summary>Finds numbers with units. Prefixes are by 1000 for bits and bytes, and by 1024 where they are written KiB; a decimal comma is not read.</summary>
internal static partial class Quantities
{
    private static readonly FrozenDictionary<string, (string Kind, double Factor, double Offset)> Units = Table().ToFrozenDictionary(StringComparer.Ordinal);

    // Words are written in any case; symbols are not (mW, MW).
    private static readonly FrozenDictionary<string, (string Kind, double Factor, double Offset)> Words =
        Units.Where(u => u.Key.Length > 3).ToFrozenDictionary(u => u.Key, u => u.Value, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, double> Magnitudes = FrozenDictionary.ToFrozenDictionary(
        [KeyValuePair.Create("thousand", 1e3), new("million", 1e6), new("billion", 1e9), new("trillion", 1e12), new("bn", 1e9), new("mn", 1e6)], StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a text, in order.</summary>
    public static IReadOnlyList<Quantity> In(string text) => [.. Numbers().Matches(text).Select(Read)];

    private static Quantity Read(Match match)
    {
        var value = double.Parse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal).Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (match.Groups["times"] is { Success: true } times)
        {
            value *= Magnitudes[times.Value];
        }

        var currency = match.Groups["currency"].Value;
        var unit = match.Groups["unit"].Value;
        if (currency.Length > 0)
        {
            value *= unit switch { "k" or "K" => 1e3, "m" or "M" => 1e6, "b" or "B" => 1e9, _ => 1 };
            return new Quantity(value, currency switch { "$" => "dollar", "€" => "euro", _ => "pound sterling" });
        }

        return Units.TryGetValue(unit, out var found) || Words.TryGetValue(unit, out found)
            ? new Quantity((value * found.Factor) + found.Offset, found.Kind)
            : new Quantity(value, null);
    }

    private static Dictionary<string, (string Kind, double Factor, double Offset)> Table()
    {
        var table = new Dictionary<string, (string, double, double)>(StringComparer.Ordinal);
        Add("length", (1e-9, "nm nanometer nanometers nanometre nanometres"), (1e-6, "µm um micrometer micrometers"), (1e-3, "mm millimeter millimeters millimetre millimetres"), (1e-2, "cm centimeter centimeters centimetre centimetres"), (1, "m meter meters metre metres"), (1e3, "km kilometer kilometers kilometre kilometres"), (0.0254, "inch inches"), (0.3048, "ft foot feet"), (0.9144, "yd yard yards"), (1609.344, "mi mile miles"));
        Add("mass", (1e-9, "µg ug microgram micrograms"), (1e-6, "mg milligram milligrams"), (1e-3, "g gram grams"), (1, "kg kilogram kilograms"), (1e3, "t tonne tonnes"), (0.45359237, "lb lbs pound pounds"), (0.028349523125, "oz ounce ounces"));
        Add("time", (1e-9, "ns nanosecond nanoseconds"), (1e-6, "µs us microsecond microseconds"), (1e-3, "ms millisecond milliseconds"), (1, "s sec secs second seconds"), (60, "min mins minute minutes"), (3600, "h hr hrs hour hours"), (86400, "d day days"), (604800, "week weeks"));
        Add("volume", (1e-3, "ml mL milliliter milliliters millilitre millilitres"), (1e-2, "cl centiliter centiliters"), (1, "l L liter liters litre litres"), (1e3, "m³ m3"));
        Add("data", (0.125, "bit bits"), (1, "B byte bytes"), (1e3, "kB KB kilobyte kilobytes"), (1e6, "MB megabyte megabytes"), (1e9, "GB gigabyte gigabytes"), (1e12, "TB terabyte terabytes"), (1024, "KiB"), (1048576, "MiB"), (1073741824, "GiB"), (1099511627776, "TiB"));
        Add("power", (1e-3, "mW milliwatt milliwatts"), (1, "W watt watts"), (1e3, "kW kilowatt kilowatts"), (1e6, "MW megawatt megawatts"), (1e9, "GW gigawatt gigawatts"));
        Add("energy", (1, "J joule joules"), (1e3, "kJ kilojoule kilojoules"), (3600, "Wh"), (3.6e6, "kWh"), (3.6e9, "MWh"), (4184, "kcal"));
        Add("frequency", (1, "Hz hertz"), (1e3, "kHz"), (1e6, "MHz"), (1e9, "GHz"));
        Add("speed", (1, "m/s"), (1 / 3.6, "km/h kph"), (0.44704, "mph"));
        Add("area", (1, "m² m2 sqm"), (1e6, "km² km2"), (1e4, "ha hectare hectares"));
        Add("share", (0.01, "% percent pct"));
        Add("dollar", (1, "USD dollar dollars"), (0.01, "cents"));
        Add("euro", (1, "EUR euro euros"));
        Add("pound sterling", (1, "GBP"));
        Add("temperature", (1, "kelvin"));
        table["°C"] = table["C"] = table["celsius"] = ("temperature", 1, 273.15);
        table["°F"] = table["F"] = table["fahrenheit"] = ("temperature", 5 / 9.0, 459.67 * 5 / 9);
        table["€"] = table["euro"];
        return table;

        void Add(string kind, params (double Factor, string Names)[] units)
        {
            foreach (var (factor, names) in units)
            {
                foreach (var name in names.Split(' '))
                {
                    table[name] = (kind, factor, 0);
                }
            }
        }
    }

    [GeneratedRegex(
        @"(?<![\p{L}\d.])(?:(?<currency>[$€£])\s?)?(?<number>(?:(?<![\p{L}\d)])[-−])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?|(?<![\p{L}\d)])[-−]?\.\d+)(?:\s(?<times>thousand|million|billion|trillion|bn|mn)\b)?(?:[\s-]?(?<unit>°?[\p{L}µ]+(?:/[\p{L}]+)?[²³23]?|[%€]))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
