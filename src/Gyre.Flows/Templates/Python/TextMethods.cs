using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The methods of <c>str</c>. On safe text they give safe text again and escape what they insert.</summary>
internal static class TextMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new[]
    {
        Mapped("upper", CaseMapping.Upper),
        Mapped("lower", CaseMapping.Lower),
        Mapped("casefold", CaseMapping.Fold),
        Mapped("title", CaseMapping.Title),
        Mapped("capitalize", CaseMapping.Capitalize),
        Mapped("swapcase", CaseMapping.SwapCase),
        new("strip", "self, chars=None, /", (_, a) => Like(a[0], TextTrim.Both(Self(a), Chars(a[1])))),
        new("lstrip", "self, chars=None, /", (_, a) => Like(a[0], TextTrim.Start(Self(a), Chars(a[1])))),
        new("rstrip", "self, chars=None, /", (_, a) => Like(a[0], TextTrim.End(Self(a), Chars(a[1])))),
        new("split", "self, sep=None, maxsplit=-1", (_, a) => Each(a[0], TextSplit.Split(Self(a), Separator(a[1]), Numbers.ToIndex(a[2])))),
        new("rsplit", "self, sep=None, maxsplit=-1", (_, a) => Each(a[0], TextSplit.SplitFromEnd(Self(a), Separator(a[1]), Numbers.ToIndex(a[2])))),
        new("splitlines", "self, keepends=False", (_, a) => Each(a[0], TextSplit.Lines(Self(a), PythonText.Truth(a[1])))),
        new("partition", "self, sep, /", (_, a) => Partition(a[0], Self(a), Required(a[1]), fromEnd: false)),
        new("rpartition", "self, sep, /", (_, a) => Partition(a[0], Self(a), Required(a[1]), fromEnd: true)),
        new("join", "self, iterable, /", (_, a) => Join(a[0], Self(a), a[1])),
        new("replace", "self, old, new, count=-1, /", (_, a) => Like(a[0], Replace(Self(a), ReplaceArgument(a[1], "1"), Inserted(a[0], a[2], "replace() argument 2 must be str, not "), Numbers.ToIndex(a[3])))),
        new("startswith", "self, prefix, start=None, end=None, /", (_, a) => Affix(a, "startswith", (text, affix) => text.StartsWith(affix, StringComparison.Ordinal))),
        new("endswith", "self, suffix, start=None, end=None, /", (_, a) => Affix(a, "endswith", (text, affix) => text.EndsWith(affix, StringComparison.Ordinal))),
        new("removeprefix", "self, prefix, /", (_, a) => Like(a[0], Self(a).StartsWith(Required(a[1]), StringComparison.Ordinal) ? Self(a)[Required(a[1]).Length..] : Self(a))),
        new("removesuffix", "self, suffix, /", (_, a) => Like(a[0], Required(a[1]).Length > 0 && Self(a).EndsWith(Required(a[1]), StringComparison.Ordinal) ? Self(a)[..^Required(a[1]).Length] : Self(a))),
        new("find", "self, sub, start=None, end=None, /", (_, a) => Boxed.Int(Find(a, fromEnd: false))),
        new("rfind", "self, sub, start=None, end=None, /", (_, a) => Boxed.Int(Find(a, fromEnd: true))),
        new("index", "self, sub, start=None, end=None, /", (_, a) => Boxed.Int(Found(Find(a, fromEnd: false)))),
        new("rindex", "self, sub, start=None, end=None, /", (_, a) => Boxed.Int(Found(Find(a, fromEnd: true)))),
        new("count", "self, sub, start=None, end=None, /", (_, a) => Boxed.Int(Count(a))),
        new("format", "self, /, *args, **kwargs", (context, a) => Like(a[0], StrFormat.Apply(context, Self(a), (object?[])a[1]!, a[2], a[0] is Markup))),
        new("format_map", "self, mapping, /", (context, a) => Like(a[0], StrFormat.Apply(context, Self(a), [], a[1], a[0] is Markup))),
        new("center", "self, width, fillchar=' ', /", (_, a) => Like(a[0], TextPad.Center(Self(a), Width(a[1]), Fill(a[0], a[2])))),
        new("ljust", "self, width, fillchar=' ', /", (_, a) => Like(a[0], TextPad.Right(Self(a), Width(a[1]), Fill(a[0], a[2])))),
        new("rjust", "self, width, fillchar=' ', /", (_, a) => Like(a[0], TextPad.Left(Self(a), Width(a[1]), Fill(a[0], a[2])))),
        new("zfill", "self, width, /", (_, a) => Like(a[0], TextPad.ZeroFill(Self(a), Width(a[1])))),
        new("expandtabs", "self, tabsize=8", (_, a) => Like(a[0], TextPad.ExpandTabs(Self(a), Width(a[1])))),
        Question("isalpha", text => AllOf(text, r => Rune.IsLetter(r))),
        Question("isalnum", text => AllOf(text, r => Rune.IsLetter(r) || IsNumeric(r))),
        Question("isdigit", text => AllOf(text, IsDigit)),
        Question("isdecimal", text => AllOf(text, r => Rune.GetUnicodeCategory(r) == UnicodeCategory.DecimalDigitNumber)),
        Question("isnumeric", text => AllOf(text, IsNumeric)),
        Question("isspace", text => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(PythonSpace.Search)),
        Question("isascii", text => Ascii.IsValid(text)),
        Question("isidentifier", Syntax.Identifiers.IsIdentifier),
        Question("isprintable", PythonText.IsPrintable),
        Question("islower", CaseMapping.IsLowerText),
        Question("isupper", CaseMapping.IsUpperText),
        Question("istitle", CaseMapping.IsTitleText),
        new("striptags", "self", (_, a) => Html.StripTags(Self(a))),
        new("unescape", "self", (_, a) => HtmlEntities.Decode(Self(a))),
    }.ToFrozenDictionary(m => m.Name);

    /// <summary><c>text.replace(old, new, count)</c>.</summary>
    public static string Replace(string text, string old, string replacement, int count)
    {
        if (count == 0 || (old.Length > 0 && !text.Contains(old, StringComparison.Ordinal)))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        var at = 0;
        if (old.Length == 0)
        {
            // The replacement goes before every character and at the end.
            for (; at < text.Length && count != 0; count--)
            {
                var width = CodePoints.Width(text, at);
                output.Append(replacement).Append(text, at, width);
                SizeGuard.Text(output.Length);
                at += width;
            }

            output.Append(text, at, text.Length - at).Append(count != 0 ? replacement : "");
            return output.ToString();
        }

        for (; count != 0 && text.IndexOf(old, at, StringComparison.Ordinal) is >= 0 and var found; count--)
        {
            output.Append(text, at, found - at).Append(replacement);
            SizeGuard.Text(output.Length);
            at = found + old.Length;
        }

        return output.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Text like the given one: safe where it is safe.</summary>
    public static object Like(object? model, string text) => model is Markup ? new Markup(text) : text;

    private static Builtin Mapped(string name, Func<string, string> map) => new(name, "self, /", (_, a) => Like(a[0], map(Self(a))));

    private static Builtin Question(string name, Func<string, bool> test) => new(name, "self, /", (_, a) => Boxed.Bool(test(Self(a))));

    private static string Self(object?[] arguments) => Types.IsText(arguments[0], out var text) ? text : throw PythonError.TypeError("a text was expected");

    private static string Required(object? value) => Types.IsText(value, out var text) ? text : throw PythonError.TypeError($"must be str, not {Types.Name(value)}");

    private static string ReplaceArgument(object? value, string number) =>
        Types.IsText(value, out var text) ? text : throw PythonError.TypeError($"replace() argument {number} must be str, not {Types.Name(value)}");

    private static string Inserted(object? self, object? value, string message) =>
        self is Markup ? Markup.Escape(value).Text : Types.IsText(value, out var text) ? text : throw PythonError.TypeError(message + Types.Name(value));

    private static string? Chars(object? value) =>
        value is null ? null : Types.IsText(value, out var text) ? text : throw PythonError.TypeError($"strip arg must be None or str, not {Types.Name(value)}");

    private static string? Separator(object? value) =>
        value is null ? null
        : !Types.IsText(value, out var text) ? throw PythonError.TypeError($"must be str or None, not {Types.Name(value)}")
        : text.Length == 0 ? throw PythonError.ValueError("empty separator") : text;

    private static int Width(object? value) =>
        Types.IsInt(value) || value is Undefined ? SizeGuard.Text(Numbers.ToIndex(value)) : throw PythonError.TypeError($"'{Types.Name(value)}' object cannot be interpreted as an integer");

    private static string Fill(object? self, object? value) =>
        Types.IsText(value, out var text) && CodePoints.Length(self is Markup ? Markup.Escape(value).Text : text) == 1
            ? text
            : throw PythonError.TypeError("The fill character must be exactly one character long");

    private static List<object?> Each(object? model, List<string> parts) => [.. parts.Select(part => Like(model, part))];

    private static PythonTuple Partition(object? self, string text, string separator, bool fromEnd)
    {
        if (separator.Length == 0)
        {
            throw PythonError.ValueError("empty separator");
        }

        var at = fromEnd ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return at >= 0 ? new PythonTuple(Like(self, text[..at]), Like(self, separator), Like(self, text[(at + separator.Length)..]))
            : fromEnd ? new PythonTuple(Like(self, ""), Like(self, ""), Like(self, text))
            : new PythonTuple(Like(self, text), Like(self, ""), Like(self, ""));
    }

    private static object Join(object? self, string separator, object? items)
    {
        var output = new StringBuilder();
        var index = 0;
        using var each = Iteration.Of(items);
        while (each.MoveNext())
        {
            if (index > 0)
            {
                output.Append(separator);
            }

            output.Append(self is Markup ? Markup.Escape(each.Current).Text
                : Types.IsText(each.Current, out var text) ? text
                : throw PythonError.TypeError($"sequence item {index}: expected str instance, {Types.Name(each.Current)} found"));
            SizeGuard.Text(output.Length);
            index++;
        }

        return Like(self, output.ToString());
    }

    private static (string Text, int Start)? Window(object?[] a)
    {
        var text = Self(a);
        if (a[2] is null && a[3] is null)
        {
            return (text, 0);
        }

        var length = CodePoints.Length(text);
        var start = Clamp(a[2], 0);
        var end = Clamp(a[3], length);
        return a[2] is not null && start > length ? null : end < start ? null : (CodePoints.Substring(text, start, Math.Min(end, length)), start);

        int Clamp(object? value, int otherwise)
        {
            if (value is null)
            {
                return otherwise;
            }

            if (!Types.IsInt(value))
            {
                throw PythonError.TypeError("slice indices must be integers or None or have an __index__ method");
            }

            var index = Numbers.ToIndex(value);
            return index < 0 ? Math.Max(0, index + length) : index;
        }
    }

    private static object Affix(object?[] a, string name, Func<string, string, bool> test)
    {
        var window = Window(a);
        if (a[1] is PythonTuple tuple)
        {
            foreach (var item in tuple)
            {
                if (!Types.IsText(item, out var one))
                {
                    throw PythonError.TypeError($"tuple for {name} must only contain str, not {Types.Name(item)}");
                }

                if (window is { } within && test(within.Text, one))
                {
                    return Boxed.True;
                }
            }

            return Boxed.False;
        }

        return Types.IsText(a[1], out var affix)
            ? Boxed.Bool(window is { } w && test(w.Text, affix))
            : throw PythonError.TypeError($"{name} first arg must be str or a tuple of str, not {Types.Name(a[1])}");
    }

    private static int Find(object?[] a, bool fromEnd)
    {
        var wanted = Required(a[1]);
        if (Window(a) is not { } window)
        {
            return -1;
        }

        var at = fromEnd ? window.Text.LastIndexOf(wanted, StringComparison.Ordinal) : window.Text.IndexOf(wanted, StringComparison.Ordinal);
        at = fromEnd && wanted.Length == 0 ? window.Text.Length : at;
        return at < 0 ? -1 : window.Start + CodePoints.Number(window.Text, at);
    }

    private static int Found(int index) => index >= 0 ? index : throw PythonError.ValueError("substring not found");

    private static int Count(object?[] a)
    {
        var wanted = Required(a[1]);
        if (Window(a) is not { } window)
        {
            return 0;
        }

        return wanted.Length == 0 ? CodePoints.Length(window.Text) + 1 : window.Text.AsSpan().Count(wanted);
    }

    private static bool AllOf(string text, Func<Rune, bool> test)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!test(rune))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNumber && CharUnicodeInfo.GetDigitValue(rune.ToString(), 0) >= 0);

    private static bool IsNumeric(Rune rune) => Rune.GetNumericValue(rune) >= 0 || CharUnicodeInfo.GetNumericValue(rune.ToString(), 0) != -1;
}
