using System.Buffers;
using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;
using static Gyre.Flows.Templates.Filters.FilterArguments;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters for HTML and URLs.</summary>
internal static class HtmlFilters
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\n\r\f\v/>=");

    public static Builtin[] All { get; } =
    [
        new("e", "s, /", (_, a) => Markup.Escape(a[0])),
        new("escape", "s, /", (_, a) => Markup.Escape(a[0])),
        new("forceescape", "value", (_, a) => new Markup(Markup.EscapeText(Printing.Str(a[0])))),
        new("safe", "value", (_, a) => a[0] as Markup ?? new Markup(Printing.Str(a[0]))),
        new("striptags", "value", (_, a) => Html.StripTags(Printing.Str(a[0]))),
        new("urlencode", "value", (_, a) => UrlEncode(a[0])),
        new("urlize", "value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None", Urlize),
        new("xmlattr", "d, autospace=True", XmlAttributes),
    ];

    private static string UrlEncode(object? value)
    {
        if (Types.IsText(value) || !Types.IsIterable(value))
        {
            return Quote(Text(value), keepSlash: true);
        }

        List<string> pairs = [];
        using var each = value is PythonDict dict ? DictView.Items(dict).Iterate() : Iteration.Of(value);
        while (each.MoveNext())
        {
            var pair = Iteration.Unpack(each.Current, 2);
            pairs.Add(Quote(Text(pair[0]), keepSlash: false).Replace("%20", "+", StringComparison.Ordinal) + "=" + Quote(Text(pair[1]), keepSlash: false).Replace("%20", "+", StringComparison.Ordinal));
        }

        return string.Join('&', pairs);
    }

    private static string Quote(string text, bool keepSlash)
    {
        var output = new StringBuilder(text.Length);
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new PythonError("UnicodeEncodeError", "'utf-8' codec can't encode a surrogate: surrogates not allowed");
        }

        foreach (var b in bytes)
        {
            var isPlain = char.IsAsciiLetterOrDigit((char)b) || (char)b is '_' or '.' or '-' or '~' || (keepSlash && b == '/');
            _ = isPlain ? output.Append((char)b) : output.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return output.ToString();
    }

    private static object Urlize(RenderContext context, object?[] a)
    {
        List<string> rel = a[4] is null || !Truth(a[4]) ? [] : TextSplit.Split(RequireText(a[4], "split"), null, -1);
        rel.AddRange(Truth(a[2]) ? ["nofollow", "noopener"] : ["noopener"]);
        var schemes = a[5] is null ? [] : Iteration.ToList(a[5]).ConvertAll(s => RequireText(s, "startswith"));
        foreach (var scheme in schemes)
        {
            if (!UrlLinks.IsScheme(scheme))
            {
                throw PythonError.FilterArgument($"{PythonText.Repr(scheme)} is not a valid URI scheme prefix.");
            }
        }

        var links = new UrlLinks(
            a[1] is null ? null : Numbers.ToIndex(a[1]),
            string.Join(' ', rel.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            a[3] is null || !Truth(a[3]) ? null : Text(a[3]),
            schemes);
        var text = links.Link(Markup.Escape(a[0]).Text);
        return context.Autoescape ? new Markup(text) : text;
    }

    private static object XmlAttributes(RenderContext context, object?[] a)
    {
        if (a[0] is not PythonDict attributes)
        {
            throw a[0] is Undefined undefined ? undefined.Error() : new PythonError("AttributeError", $"'{Types.Name(a[0])}' object has no attribute 'items'");
        }

        List<string> items = [];
        foreach (var (key, value) in attributes)
        {
            if (value is null or Undefined)
            {
                continue;
            }

            if (!Types.IsText(key, out var name))
            {
                throw PythonError.TypeError($"expected string or bytes-like object, got '{Types.Name(key)}'");
            }

            if (name.AsSpan().ContainsAny(NotInNames))
            {
                throw PythonError.ValueError($"Invalid character in attribute name: {Printing.Repr(key)}");
            }

            items.Add($"{Markup.Escape(key).Text}=\"{Markup.Escape(value).Text}\"");
        }

        var text = string.Join(' ', items);
        text = Truth(a[1]) && text.Length > 0 ? " " + text : text;
        return context.Autoescape ? new Markup(text) : text;
    }
}
