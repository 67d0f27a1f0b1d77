using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Python's <c>pprint.pformat</c>: one line where 80 columns suffice, else one item a line; dicts sorted by key, long texts in pieces.</summary>
internal sealed class PrettyPrint
{
    private const int Columns = 80;

    private readonly StringBuilder output = new();
    private int level;

    public static string Format(object? value)
    {
        var printer = new PrettyPrint();
        printer.Append(value, 0, 0);
        return printer.output.ToString();
    }

    private void Append(object? value, int indent, int allowance)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var line = OneLine(value);
        if (CodePoints.Length(line) > Columns - indent - allowance)
        {
            level++;
            var isDone = AppendLines(value, indent, allowance);
            level--;
            if (isDone)
            {
                return;
            }
        }

        output.Append(line);
    }

    private bool AppendLines(object? value, int indent, int allowance)
    {
        switch (value)
        {
            case PythonDict { Count: > 0 } dict:
                output.Append('{');
                AppendPairs(Sorted(dict), indent, allowance + 1);
                output.Append('}');
                return true;
            case List<object?> list:
                output.Append('[');
                AppendItems(list, indent, allowance + 1);
                output.Append(']');
                return true;
            case PythonTuple tuple and not GroupTuple:
                output.Append('(');
                AppendItems(tuple, indent, allowance + (tuple.Count == 1 ? 2 : 1));
                output.Append(tuple.Count == 1 ? ",)" : ")");
                return true;
            case string text when text.Length > 0:
                AppendText(text, indent, allowance);
                return true;
            default:
                return false;
        }
    }

    private void AppendPairs(List<KeyValuePair<object?, object?>> pairs, int indent, int allowance)
    {
        indent++;
        for (var i = 0; i < pairs.Count; i++)
        {
            var isLast = i == pairs.Count - 1;
            var key = OneLine(pairs[i].Key);
            output.Append(key).Append(": ");
            Append(pairs[i].Value, indent + CodePoints.Length(key) + 2, isLast ? allowance : 1);
            output.Append(isLast ? "" : ",\n" + new string(' ', indent));
        }
    }

    private void AppendItems(IReadOnlyList<object?> items, int indent, int allowance)
    {
        indent++;
        for (var i = 0; i < items.Count; i++)
        {
            var isLast = i == items.Count - 1;
            Append(items[i], indent, isLast ? allowance : 1);
            output.Append(isLast ? "" : ",\n" + new string(' ', indent));
        }
    }

    private void AppendText(string text, int indent, int allowance)
    {
        List<string> chunks = [];
        var lines = TextSplit.Lines(text, keepEnds: true);
        if (level == 1)
        {
            indent++;
            allowance++;
        }

        var width = Columns - indent;
        for (var i = 0; i < lines.Count; i++)
        {
            var isLastLine = i == lines.Count - 1;
            var repr = PythonText.Repr(lines[i]);
            if (CodePoints.Length(repr) <= (isLastLine ? width - allowance : width))
            {
                chunks.Add(repr);
                continue;
            }

            AddParts(chunks, lines[i], width, isLastLine ? allowance : 0);
        }

        if (chunks.Count == 1)
        {
            output.Append(PythonText.Repr(text));
            return;
        }

        output.Append(level == 1 ? "(" : "")
            .AppendJoin("\n" + new string(' ', indent), chunks)
            .Append(level == 1 ? ")" : "");
    }

    /// <summary>Cuts a line after its white space, as many words to a piece as fit.</summary>
    private static void AddParts(List<string> chunks, string line, int width, int allowance)
    {
        List<string> parts = [];
        for (var at = 0; at < line.Length;)
        {
            var end = at;
            while (end < line.Length && !PythonSpace.Is(line[end]))
            {
                end++;
            }

            while (end < line.Length && PythonSpace.Is(line[end]))
            {
                end++;
            }

            parts.Add(line[at..end]);
            at = end;
        }

        var current = "";
        for (var i = 0; i < parts.Count; i++)
        {
            var candidate = current + parts[i];
            var limit = i == parts.Count - 1 ? width - allowance : width;
            if (CodePoints.Length(PythonText.Repr(candidate)) > limit)
            {
                if (current.Length > 0)
                {
                    chunks.Add(PythonText.Repr(current));
                }

                current = parts[i];
            }
            else
            {
                current = candidate;
            }
        }

        if (current.Length > 0)
        {
            chunks.Add(PythonText.Repr(current));
        }
    }

    private static List<KeyValuePair<object?, object?>> Sorted(PythonDict dict)
    {
        var entries = dict.ToArray();
        Sorting.Sort(entries, (x, y) => SafeLess(x.Key, y.Key));
        return [.. entries];
    }

    /// <summary>Where Python cannot compare two keys, the names of their types decide.</summary>
    private static bool SafeLess(object? a, object? b)
    {
        try
        {
            return Comparison.Less(a, b);
        }
        catch (PythonError)
        {
            return string.CompareOrdinal($"<class '{Types.Name(a)}'>", $"<class '{Types.Name(b)}'>") < 0;
        }
    }

    private static string OneLine(object? value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            PythonDict dict => "{" + string.Join(", ", Sorted(dict).Select(e => $"{OneLine(e.Key)}: {OneLine(e.Value)}")) + "}",
            List<object?> list => "[" + string.Join(", ", list.Select(OneLine)) + "]",
            GroupTuple => Printing.Repr(value),
            PythonTuple { Count: 1 } tuple => $"({OneLine(tuple[0])},)",
            PythonTuple tuple => "(" + string.Join(", ", tuple.Select(OneLine)) + ")",
            _ => Printing.Repr(value),
        };
    }
}
