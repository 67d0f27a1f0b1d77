using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Gyre.Workspace.Yaml;

/// <summary>The types of plain scalars: YAML 1.2 with the details that ruamel.yaml has, since flows were written against it.</summary>
internal static partial class YamlScalars
{
    /// <summary>The value of an unquoted scalar.</summary>
    public static object? PlainValue(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF":
                return double.NegativeInfinity;
        }

        return text[0] is (>= '0' and <= '9') or '-' or '+' or '.' ? NumberOrTime(text) : text;
    }

    /// <summary>The value of a scalar with a tag such as <c>!!int</c>; text for tags that are not YAML's own.</summary>
    public static object? TaggedValue(string text, string tag) => tag switch
    {
        "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" or "tag:yaml.org,2002:timestamp" => PlainValue(text),
        _ => text,
    };

    private static object NumberOrTime(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer().IsMatch(text))
        {
            return Whole(digits) ?? text;
        }

        if (Radix().Match(text) is { Success: true } radix)
        {
            var shift = radix.Groups["base"].Value switch { "x" => 16, "o" => 8, _ => 2 };
            var magnitude = radix.Groups["digits"].Value.Where(c => c != '_')
                .Aggregate(BigInteger.Zero, (sum, c) => (sum * shift) + Convert.ToInt32(c.ToString(), 16));
            return Whole((text[0] == '-' ? -magnitude : magnitude).ToString(CultureInfo.InvariantCulture))!;
        }

        if (Float().IsMatch(text) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return Time().IsMatch(text) ? PythonTime(text) : text;
    }

    private static object? Whole(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null;
    }

    /// <summary>A date and time as the original prints it: a blank between, no zone, the moment in UTC. A date alone prints as it is written.</summary>
    private static string PythonTime(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
            : text;

    [GeneratedRegex(@"^[-+]?[0-9_]+$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?0(?<base>x)(?<digits>[0-9a-fA-F_]+)$|^[-+]?0(?<base>o)(?<digits>[0-7_]+)$|^[-+]?0(?<base>b)(?<digits>[01_]+)$")]
    private static partial Regex Radix();

    [GeneratedRegex(@"^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+([eE][-+][0-9]+)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();
}
