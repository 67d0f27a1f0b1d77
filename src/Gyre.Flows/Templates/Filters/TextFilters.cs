using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using static Gyre.Flows.Templates.Filters.FilterArguments;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters that make text from text.</summary>
internal static class TextFilters
{
    public static Builtin[] All { get; } =
    [
        new("capitalize", "s", (_, a) => TextMethods.Like(a[0], CaseMapping.Capitalize(Text(a[0])))),
        new("center", "value, width=80", (context, a) => TextMethods.All["center"].Call(context, new CallValues([AsText(a[0]), a[1]]))),
        new("format", "value, *args, **kwargs", (_, a) => Format(a)),
        new("indent", "s, width=4, first=False, blank=False", (_, a) => Indent(a)),
        new("join", "value, d='', attribute=None", Join),
        new("lower", "s", (_, a) => TextMethods.Like(a[0], CaseMapping.Lower(Text(a[0])))),
        new("replace", "s, old, new, count=None", Replace),
        new("string", "object", (_, a) => AsText(a[0])),
        new("title", "s", (_, a) => Title(Text(a[0]))),
        new("trim", "value, chars=None", (context, a) => TextMethods.All["strip"].Call(context, new CallValues([AsText(a[0]), a[1]]))),
        new("truncate", "s, length=255, killwords=False, end='...', leeway=None", (_, a) => Truncate(a)),
        new("upper", "s", (_, a) => TextMethods.Like(a[0], CaseMapping.Upper(Text(a[0])))),
        new("wordcount", "s", (_, a) => Boxed.Int(WordCount(Text(a[0])))),
        new("wordwrap", "s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True", (_, a) => WordWrap(a)),
    ];

    private static object? AsText(object? value) => Types.IsText(value) ? value : Printing.Str(value);

    private static object? Format(object?[] a)
    {
        var positional = (object?[])a[1]!;
        var named = (Values.PythonDict)a[2]!;
        if (positional.Length > 0 && named.Count > 0)
        {
            throw PythonError.FilterArgument("can't handle positional and keyword arguments at the same time");
        }

        return Operators.Modulo(AsText(a[0]), named.Count > 0 ? named : new Values.PythonTuple(positional));
    }

    private static object Indent(object?[] a)
    {
        var indention = Types.IsText(a[1], out var given) ? given : (string)Operators.Multiply(" ", a[1])!;
        if (!Types.IsText(a[0]))
        {
            // Python adds a line break to it first, which is where other types fail; a list gets past that.
            throw a[0] switch
            {
                Undefined undefined => undefined.Error(),
                List<object?> => new PythonError("AttributeError", "'list' object has no attribute 'splitlines'"),
                _ => PythonError.TypeError($"unsupported operand type(s) for +=: '{Types.Name(a[0])}' and 'str'"),
            };
        }

        var (text, first, blank) = (Text(a[0]), Truth(a[2]), Truth(a[3]));
        var lines = TextSplit.Lines(text + "\n", keepEnds: false);
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            output.Append(i > 0 ? "\n" : "").Append(i > 0 ? blank || lines[i].Length > 0 ? indention : "" : first ? indention : "").Append(lines[i]);
            SizeGuard.Text(output.Length);
        }

        return TextMethods.Like(a[0], output.ToString());
    }

    private static object Join(RenderContext context, object?[] a)
    {
        var get = a[2] is null ? null : Attribute(context, a[2], ignoreCase: false);
        List<object?> items = [];
        using (var each = Iteration.Of(a[0]))
        {
            while (each.MoveNext())
            {
                items.Add(get is null ? each.Current : get(each.Current));
            }
        }

        var isSafe = context.Autoescape && (a[1] is Markup || items.Exists(i => i is Markup));
        var separator = isSafe ? Markup.Escape(a[1]).Text : Printing.Str(a[1]);
        var output = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(i > 0 ? separator : "").Append(isSafe ? Markup.Escape(items[i]).Text : Printing.Str(items[i]));
            SizeGuard.Text(output.Length);
        }

        return isSafe ? new Markup(output.ToString()) : output.ToString();
    }

    private static object Replace(RenderContext context, object?[] a)
    {
        var count = a[3] is null ? -1 : Numbers.ToIndex(a[3]);
        if (!context.Autoescape)
        {
            return TextMethods.Replace(Printing.Str(a[0]), Printing.Str(a[1]), Printing.Str(a[2]), count);
        }

        var text = a[1] is Markup || (a[2] is Markup && a[0] is not Markup) ? Markup.Escape(a[0]) : AsText(a[0]);
        var replacement = text is Markup ? Markup.Escape(AsText(a[2])).Text : Text(a[2]);
        return TextMethods.Like(text, TextMethods.Replace(Text(text), Text(a[1]), replacement, count));
    }

    /// <summary>Words start after white space, hyphens and opening brackets.</summary>
    private static string Title(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var isSeparator = IsSeparator(text[at]);
            var end = at;
            while (end < text.Length && IsSeparator(text[end]) == isSeparator)
            {
                end++;
            }

            if (isSeparator)
            {
                output.Append(text, at, end - at);
            }
            else
            {
                var first = CodePoints.Width(text, at);
                output.Append(CaseMapping.Upper(text.Substring(at, first))).Append(CaseMapping.Lower(text[(at + first)..end]));
            }

            at = end;
        }

        return output.ToString();
    }

    private static bool IsSeparator(char c) => c is '-' or '(' or '{' or '[' or '<' || PythonSpace.Is(c);

    private static object? Truncate(object?[] a)
    {
        var end = a[3];
        var endLength = Types.Length(end);
        if (!Comparison.Apply(Syntax.CompareOperator.GreaterOrEqual, a[1], (long)endLength))
        {
            throw new PythonError("AssertionError", $"expected length >= {endLength}, got {Printing.Str(a[1])}");
        }

        var leeway = a[4] ?? 5L;
        if (!Comparison.Apply(Syntax.CompareOperator.GreaterOrEqual, leeway, 0L))
        {
            throw new PythonError("AssertionError", $"expected leeway >= 0, got {Printing.Str(leeway)}");
        }

        if (Comparison.Apply(Syntax.CompareOperator.LessOrEqual, (long)Types.Length(a[0]), Operators.Add(a[1], leeway)))
        {
            return a[0];
        }

        var kept = Slicing.Apply(a[0], null, Operators.Subtract(a[1], (long)endLength), null);
        if (!Truth(a[2]))
        {
            var text = RequireText(kept, "rsplit");
            kept = TextMethods.Like(kept, TextSplit.SplitFromEnd(text, " ", 1)[0]);
        }

        return Operators.Add(kept, end);
    }

    private static int WordCount(string text)
    {
        var count = 0;
        var inWord = false;
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            var isWord = TextWrap.IsWord(text, i);
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return count;
    }

    private static string WordWrap(object?[] a)
    {
        var separator = a[3] is null ? "\n" : RequireText(a[3], "join");
        var lines = TextSplit.Lines(RequireText(a[0], "splitlines"), keepEnds: false);
        return string.Join(separator, lines.Select(line => string.Join(separator, TextWrap.Wrap(line, a[1], Truth(a[2]), Truth(a[4])))));
    }
}
