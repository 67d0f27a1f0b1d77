using System.Runtime.CompilerServices;
using System.Text;

namespace Gyre.Flows.Values;

/// <summary><c>repr()</c> of texts and containers. A container inside itself prints as <c>[...]</c> or <c>{...}</c>, as in Python.</summary>
internal readonly struct ReprWriter
{
    private readonly StringBuilder text = new();
    private readonly List<object> open = [];

    public ReprWriter()
    {
    }

    public static string Write(object? value)
    {
        var writer = new ReprWriter();
        writer.Append(value);
        return writer.text.ToString();
    }

    private void Append(object? value)
    {
        switch (value)
        {
            case string s:
                AppendQuoted(s);
                break;
            case List<object?> list:
                AppendItems(list, '[', "]");
                break;
            case PythonTuple tuple:
                AppendItems(tuple, '(', tuple.Count == 1 ? ",)" : ")");
                break;
            case PythonDict dict:
                AppendDict(dict);
                break;
            default:
                text.Append(PythonText.Repr(value));
                break;
        }
    }

    private bool TryOpen(object container, string inside)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var outer in open)
        {
            if (ReferenceEquals(outer, container))
            {
                text.Append(inside);
                return false;
            }
        }

        open.Add(container);
        return true;
    }

    private void AppendItems(IReadOnlyList<object?> items, char first, string last)
    {
        if (!TryOpen(items, first == '[' ? "[...]" : "(...)"))
        {
            return;
        }

        text.Append(first);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            Append(items[i]);
        }

        text.Append(last);
        open.RemoveAt(open.Count - 1);
    }

    private void AppendDict(PythonDict dict)
    {
        if (!TryOpen(dict, "{...}"))
        {
            return;
        }

        text.Append('{');
        var separator = "";
        foreach (var (key, item) in dict)
        {
            text.Append(separator);
            Append(key);
            text.Append(": ");
            Append(item);
            separator = ", ";
        }

        text.Append('}');
        open.RemoveAt(open.Count - 1);
    }

    private void AppendQuoted(string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is >= ' ' and <= '~' && c != quote && c != '\\')
            {
                text.Append(c);
            }
            else if (Rune.TryGetRuneAt(value, i, out var rune))
            {
                AppendRune(rune, quote);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                // Half of a pair: Python has it as a character of its own.
                text.Append($"\\u{(int)c:x4}");
            }
        }

        text.Append(quote);
    }

    private void AppendRune(Rune rune, char quote)
    {
        var code = rune.Value;
        _ = code switch
        {
            '\\' => text.Append("\\\\"),
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            _ when code == quote => text.Append('\\').Append(quote),
            _ when PythonText.IsPrintable(rune) => text.Append(rune.ToString()),
            < 0x100 => text.Append($"\\x{code:x2}"),
            < 0x10000 => text.Append($"\\u{code:x4}"),
            _ => text.Append($"\\U{code:x8}"),
        };
    }
}
