using System.Globalization;
using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary><c>str.format</c>; fields reach attributes and items by the sandbox's rules only.</summary>
internal sealed class StrFormat
{
    private readonly RenderContext context;
    private readonly object?[] positional;
    private readonly object? named;
    private readonly bool escape;
    private int next;
    private bool? automatic;

    private StrFormat(RenderContext context, object?[] positional, object? named, bool escape)
    {
        this.context = context;
        this.positional = positional;
        this.named = named;
        this.escape = escape;
    }

    public static string Apply(RenderContext context, string format, object?[] positional, object? named, bool escape) =>
        new StrFormat(context, positional, named, escape).Run(format, 2);

    /// <summary><c>ascii()</c> of what <c>repr()</c> gave: other characters as escapes.</summary>
    public static string Ascii(string repr)
    {
        var output = new StringBuilder(repr.Length);
        foreach (var rune in repr.EnumerateRunes())
        {
            output.Append(rune.Value < 128 ? rune.ToString() : rune.Value < 0x100 ? $"\\x{rune.Value:x2}" : rune.Value < 0x10000 ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
        }

        return output.ToString();
    }

    private string Run(string format, int depth)
    {
        if (depth < 0)
        {
            throw PythonError.ValueError("Max string recursion exceeded");
        }

        var output = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            var c = format[at];
            if (c is '{' or '}')
            {
                if (at + 1 < format.Length && format[at + 1] == c)
                {
                    output.Append(c);
                    at++;
                    continue;
                }

                if (c == '}')
                {
                    throw PythonError.ValueError("Single '}' encountered in format string");
                }

                var end = FieldEnd(format, at + 1);
                output.Append(Field(format[(at + 1)..end], depth));
                SizeGuard.Text(output.Length);
                at = end;
                continue;
            }

            output.Append(c);
        }

        return output.ToString();
    }

    private static int FieldEnd(string format, int start)
    {
        if (start >= format.Length)
        {
            throw PythonError.ValueError("Single '{' encountered in format string");
        }

        var open = 1;
        var inBrackets = false;
        for (var at = start; at < format.Length; at++)
        {
            switch (format[at])
            {
                case '[' when open == 1:
                    inBrackets = true;
                    break;
                case ']' when inBrackets:
                    inBrackets = false;
                    break;
                case '{' when !inBrackets:
                    open++;
                    break;
                case '}' when !inBrackets && --open == 0:
                    return at;
            }
        }

        throw PythonError.ValueError("expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        var end = 0;
        var inBrackets = false;
        while (end < field.Length && (inBrackets || field[end] is not ('!' or ':')))
        {
            if (field[end] is '{' or '}' && !inBrackets)
            {
                throw PythonError.ValueError("unexpected '{' in field name");
            }

            inBrackets = field[end] == '[' || (inBrackets && field[end] != ']');
            end++;
        }

        var name = field[..end];
        char? conversion = null;
        var spec = "";
        if (end < field.Length && field[end] == '!')
        {
            if (end + 1 >= field.Length)
            {
                throw PythonError.ValueError("end of string while looking for conversion specifier");
            }

            conversion = field[end + 1];
            end += 2;
            if (end < field.Length && field[end] != ':')
            {
                throw PythonError.ValueError("expected ':' after conversion specifier");
            }
        }

        if (end < field.Length)
        {
            spec = field[(end + 1)..];
        }

        var value = Lookup(name);
        value = conversion switch
        {
            null => value,
            's' => Printing.Str(value),
            'r' => Printing.Repr(value),
            'a' => Ascii(Printing.Repr(value)),
            _ => throw PythonError.ValueError($"Unknown conversion specifier {conversion}"),
        };
        spec = Run(spec, depth - 1);
        return Formatted(value, spec);
    }

    private string Formatted(object? value, string spec)
    {
        if (value is Undefined && spec.Length > 0)
        {
            throw PythonError.TypeError("unsupported format string passed to Undefined.__format__");
        }

        if (escape && value is Markup markup)
        {
            return spec.Length > 0 ? throw PythonError.ValueError("Unsupported format specification for Markup.") : markup.Text;
        }

        var text = FormatSpec.Format(value, spec);
        return escape ? Markup.EscapeText(text) : text;
    }

    private object? Lookup(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        object? value;
        if (first.Length == 0 || first.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            var isAutomatic = first.Length == 0;
            if (automatic is { } before && before != isAutomatic)
            {
                throw PythonError.ValueError(isAutomatic
                    ? "cannot switch from manual field specification to automatic field numbering"
                    : "cannot switch from automatic field numbering to manual field specification");
            }

            automatic = isAutomatic;
            var index = isAutomatic ? next++ : int.TryParse(first, CultureInfo.InvariantCulture, out var number) ? number : throw PythonError.ValueError("Too many decimal digits in format string");
            value = index < positional.Length ? positional[index] : throw new PythonError("IndexError", $"Replacement index {index} out of range for positional args tuple");
        }
        else
        {
            value = named is PythonDict dict && dict.TryGetValue(first, out var found) ? found : throw new PythonError("KeyError", PythonText.Repr(first));
        }

        return end < 0 ? value : Follow(value, name, end);
    }

    private object? Follow(object? value, string name, int at)
    {
        while (at < name.Length)
        {
            if (name[at] == '.')
            {
                var end = name.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var length ? at + 1 + length : name.Length;
                if (end == at + 1)
                {
                    throw PythonError.ValueError("Empty attribute in format string");
                }

                value = Access.Attribute(context, value, name[(at + 1)..end]);
                at = end;
                continue;
            }

            if (name[at] != '[')
            {
                throw PythonError.ValueError("Only '.' or '[' may follow ']' in format field specifier");
            }

            var close = name.IndexOf(']', at);
            if (close < 0)
            {
                throw PythonError.ValueError("Missing ']' in format string");
            }

            var key = name[(at + 1)..close];
            if (key.Length == 0)
            {
                throw PythonError.ValueError("Empty attribute in format string");
            }

            value = Access.Item(context, value, key.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && long.TryParse(key, CultureInfo.InvariantCulture, out var index) ? index : key);
            at = close + 1;
        }

        return value;
    }
}
