using System.Globalization;
using System.Text;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>String literals: Python's escapes, with the quirks of the detour that Jinja2 takes through ASCII.</summary>
internal static class StringEscapes
{
    public static string Decode(string text, int line)
    {
        var slash = text.IndexOf('\\', StringComparison.Ordinal);
        if (slash < 0)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        output.Append(text, 0, slash);
        for (var i = slash; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                output.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case '\n':
                    break;
                case '\\' or '\'' or '"':
                    output.Append(text[i]);
                    break;
                case 'a':
                    output.Append('\a');
                    break;
                case 'b':
                    output.Append('\b');
                    break;
                case 'f':
                    output.Append('\f');
                    break;
                case 'n':
                    output.Append('\n');
                    break;
                case 'r':
                    output.Append('\r');
                    break;
                case 't':
                    output.Append('\t');
                    break;
                case 'v':
                    output.Append('\v');
                    break;
                case >= '0' and <= '7':
                    var value = 0;
                    var end = Math.Min(i + 3, text.Length);
                    for (; i < end && text[i] is >= '0' and <= '7'; i++)
                    {
                        value = (value * 8) + text[i] - '0';
                    }

                    i--;
                    output.Append((char)value);
                    break;
                case 'x':
                    i = AppendHex(output, text, i, 2, @"truncated \xXX escape", line);
                    break;
                case 'u':
                    i = AppendHex(output, text, i, 4, @"truncated \uXXXX escape", line);
                    break;
                case 'U':
                    i = AppendHex(output, text, i, 8, @"truncated \UXXXXXXXX escape", line);
                    break;
                case 'N':
                    throw new JinjaSyntaxException(@"unknown Unicode character name (write the character itself, or \uXXXX)", line);
                case > '\u007f':
                    i = AppendEscaped(output, text, i);
                    break;
                default:
                    output.Append('\\').Append(text[i]);
                    break;
            }
        }

        return output.ToString();
    }

    private static int AppendHex(StringBuilder output, string text, int at, int digits, string fault, int line)
    {
        if (at + digits >= text.Length
            || !uint.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new JinjaSyntaxException(fault, line);
        }

        if (code > 0x10FFFF)
        {
            throw new JinjaSyntaxException("illegal Unicode character", line);
        }

        output.Append(code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code));
        return at + digits;
    }

    /// <summary>Jinja2 first writes a character beyond ASCII as an escape; the backslash before it then eats the backslash of that escape.</summary>
    private static int AppendEscaped(StringBuilder output, string text, int at)
    {
        var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        var code = width == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
        output.Append('\\').Append(code < 0x100 ? $"x{code:x2}" : code < 0x10000 ? $"u{code:x4}" : $"U{code:x8}");
        return at + width - 1;
    }
}
