using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gyre.Flows.Values;

/// <summary>Reads Python literals (<c>ast.literal_eval</c>): text, numbers, True, False, None, and lists, tuples and dicts of these.</summary>
internal static class PythonLiteral
{
    /// <summary>The value, or false where the text is anything but one literal.</summary>
    public static bool TryParse(string text, out object? value)
    {
        var reader = new Reader(text);
        try
        {
            value = reader.Whole();
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    private sealed class Reader(string text)
    {
        private int at;
        private int depth;

        public object? Whole()
        {
            var value = Value();
            Blank();
            return at == text.Length ? value : throw new FormatException();
        }

        private object? Value()
        {
            Blank();
            if (++depth > 100)
            {
                throw new FormatException();
            }

            object? value = Peek() switch
            {
                '[' => new List<object?>(Items('[', ']', out _)),
                '(' => Items('(', ')', out var single) is var items && single ? items[0] : new PythonTuple(items),
                '{' => Dict(),
                '\'' or '"' => Text(),
                '-' or '+' => Signed(),
                >= '0' and <= '9' or '.' => Number(),
                _ => Word(),
            };
            depth--;
            return value;
        }

        private List<object?> Items(char open, char close, out bool single)
        {
            Take(open);
            var items = new List<object?>();
            var commas = 0;
            while (true)
            {
                Blank();
                if (TryTake(close))
                {
                    single = items.Count == 1 && commas == 0;
                    return items;
                }

                if (items.Count > commas)
                {
                    throw new FormatException();
                }

                items.Add(Value());
                Blank();
                commas += TryTake(',') ? 1 : 0;
            }
        }

        private PythonDict Dict()
        {
            Take('{');
            var dict = new PythonDict();
            var wanted = true;
            while (true)
            {
                Blank();
                if (TryTake('}'))
                {
                    return dict;
                }

                if (!wanted)
                {
                    throw new FormatException();
                }

                var key = Value();
                if (key is List<object?> or PythonDict)
                {
                    throw new FormatException();
                }

                Blank();
                Take(':');
                dict[key] = Value();
                Blank();
                wanted = TryTake(',');
            }
        }

        private object? Signed()
        {
            var negative = Peek() == '-';
            at++;
            Blank();
            return Peek() is '-' or '+' ? Negated(Signed(), negative)
                : Peek() is >= '0' and <= '9' or '.' ? Negated(Number(), negative)
                : throw new FormatException();
        }

        private static object? Negated(object? number, bool negative) => !negative ? number : number switch
        {
            long.MinValue => -(BigInteger)long.MinValue,
            long whole => -whole,
            BigInteger whole => Fit(-whole),
            double real => -real,
            _ => throw new FormatException(),
        };

        private object Number()
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && !IsHex(start))))
            {
                at++;
            }

            var word = text[start..at];
            var digits = word.Replace("_", "", StringComparison.Ordinal);
            if (word.StartsWith('_') || word.EndsWith('_') || word.Contains("__", StringComparison.Ordinal))
            {
                throw new FormatException();
            }

            if (IsHex(start))
            {
                return BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? Fit(hex) : throw new FormatException();
            }

            if (digits.All(char.IsAsciiDigit))
            {
                return digits.Length > 1 && digits[0] == '0' && digits.Any(d => d != '0') ? throw new FormatException() : Fit(BigInteger.Parse(digits, CultureInfo.InvariantCulture));
            }

            return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real) ? real : throw new FormatException();
        }

        private bool IsHex(int start) => start + 1 < text.Length && text[start] == '0' && text[start + 1] is 'x' or 'X';

        private static object Fit(BigInteger number)
        {
            if (number >= long.MinValue && number <= long.MaxValue)
            {
                return long.CreateChecked(number);
            }

            return number;
        }

        private object? Word()
        {
            var start = at;
            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            {
                at++;
            }

            var word = text[start..at];
            return word switch
            {
                "None" => null,
                "True" => true,
                "False" => false,
                "r" or "R" or "u" or "U" when Peek() is '\'' or '"' => OfPrefix(start),
                _ => throw new FormatException(),
            };
        }

        private string OfPrefix(int start)
        {
            at = start;
            return Text();
        }

        private string Text()
        {
            var whole = new StringBuilder();
            while (TryOpen(out var raw, out var quote))
            {
                Piece(whole, raw, quote);
                Blank();
            }

            return whole.ToString();
        }

        private bool TryOpen(out bool raw, [NotNullWhen(true)] out string? quote)
        {
            var prefix = Peek() is 'r' or 'R' or 'u' or 'U' ? 1 : 0;
            raw = prefix == 1 && Peek() is 'r' or 'R';
            quote = at + prefix < text.Length && text[at + prefix] is '\'' or '"' ? text[at + prefix].ToString() : null;
            if (quote is null)
            {
                return false;
            }

            at += prefix;
            if (string.CompareOrdinal(text, at, quote + quote + quote, 0, 3) == 0)
            {
                quote = quote + quote + quote;
            }

            at += quote.Length;
            return true;
        }

        private void Piece(StringBuilder whole, bool raw, string quote)
        {
            while (string.CompareOrdinal(text, at, quote, 0, quote.Length) != 0)
            {
                var c = at < text.Length ? text[at++] : throw new FormatException();
                if (c == '\n' && quote.Length == 1)
                {
                    throw new FormatException();
                }

                if (c != '\\')
                {
                    whole.Append(c);
                }
                else if (raw)
                {
                    whole.Append(c).Append(at < text.Length ? text[at++] : throw new FormatException());
                }
                else
                {
                    Escape(whole);
                }
            }

            at += quote.Length;
        }

        private void Escape(StringBuilder whole)
        {
            var c = at < text.Length ? text[at++] : throw new FormatException();
            switch (c)
            {
                case '\n':
                    break;
                case '\\' or '\'' or '"':
                    whole.Append(c);
                    break;
                case 'n' or 't' or 'r' or 'a' or 'b' or 'f' or 'v':
                    whole.Append("\n\t\r\a\b\f\v"["ntrabfv".IndexOf(c, StringComparison.Ordinal)]);
                    break;
                case 'x' or 'u' or 'U':
                    var length = c switch { 'x' => 2, 'u' => 4, _ => 8 };
                    var code = at + length <= text.Length && int.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : throw new FormatException();
                    whole.Append(code < 0x10000 ? ((char)code).ToString() : code <= 0x10FFFF ? char.ConvertFromUtf32(code) : throw new FormatException());
                    at += length;
                    break;
                case >= '0' and <= '7':
                    var octal = c - '0';
                    for (var more = 0; more < 2 && Peek() is >= '0' and <= '7'; more++)
                    {
                        octal = (octal * 8) + (text[at++] - '0');
                    }

                    whole.Append((char)octal);
                    break;
                default:
                    whole.Append('\\').Append(c);
                    break;
            }
        }

        private char Peek() => at < text.Length ? text[at] : '\0';

        private void Blank()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        private bool TryTake(char c)
        {
            if (Peek() != c)
            {
                return false;
            }

            at++;
            return true;
        }

        private void Take(char c)
        {
            if (!TryTake(c))
            {
                throw new FormatException();
            }
        }
    }
}
