using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>The formats of texts that are checked; any other holds, as the standard has it.</summary>
internal static partial class SchemaFormats
{
    private static readonly SearchValues<char> NotInUris = SearchValues.Create(" \"<>\\^`{|}\n\r\t");

    /// <summary>Whether a text is of a format.</summary>
    public static bool Holds(string format, string text) => format switch
    {
        "date" => IsDate(text),
        "time" => Time().IsMatch(text),
        "date-time" => text.Length > 11 && text[10] is 'T' or 't' or ' ' && IsDate(text[..10]) && Time().IsMatch(text[11..]),
        "email" => Email().IsMatch(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "uri" => Scheme().IsMatch(text) && !text.AsSpan().ContainsAny(NotInUris),
        "ipv4" => Ipv4().IsMatch(text),
        "ipv6" => !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // RFC 3339; a leap second may end an hour.
    [GeneratedRegex(@"^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?([zZ]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"^[^\s@""(),:;<>\[\\\]]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(?!\z)|\z)){4}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Ipv4();
}
