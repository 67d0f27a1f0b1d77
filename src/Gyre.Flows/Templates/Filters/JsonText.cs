using System.Globalization;
using System.Numerics;
using System.Text;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>What <c>tojson</c> writes: <c>json.dumps(value, sort_keys=True)</c>, ASCII only, safe inside HTML.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder output = new();
    private readonly List<object> open = [];
    private readonly string? indent;

    private JsonText(string? indent) => this.indent = indent;

    public static string Write(object? value, object? indent)
    {
        var unit = indent switch
        {
            null => null,
            _ when Types.IsText(indent, out var text) => text,
            _ when Types.IsInt(indent) => new string(' ', SizeGuard.Text(Math.Max(0, Numbers.ToIndex(indent)))),
            _ => throw PythonError.TypeError($"can't multiply sequence by non-int of type '{Types.Name(indent)}'"),
        };
        var json = new JsonText(unit);
        json.Append(value);
        return json.output
            .Replace("<", "\\u003c")
            .Replace(">", "\\u003e")
            .Replace("&", "\\u0026")
            .Replace("'", "\\u0027")
            .ToString();
    }

    private void Append(object? value)
    {
        SizeGuard.Text(output.Length);
        switch (value)
        {
            case null or bool or long or BigInteger or double:
                output.Append(Scalar(value));
                break;
            case var _ when Types.IsText(value, out var text):
                AppendText(text);
                break;
            case PythonDict dict:
                AppendDict(dict);
                break;
            case IReadOnlyList<object?> items:
                AppendAll(items, '[', ']', items, Append);
                break;
            case IPythonObject other when other.TryToPlain(out var plain):
                Append(plain);
                break;
            default:
                throw PythonError.TypeError($"Object of type {Types.Name(value)} is not JSON serializable");
        }
    }

    private void AppendDict(PythonDict dict)
    {
        var entries = Comparison.Sort(dict.Select(e => (object?)new PythonTuple(e.Key, e.Value)), pair => ((PythonTuple)pair!)[0], reverse: false);
        AppendAll(dict, '{', '}', entries, pair =>
        {
            var (key, value) = (((PythonTuple)pair!)[0], ((PythonTuple)pair)[1]);
            AppendText(key switch
            {
                null or bool or long or BigInteger or double => Scalar(key),
                _ when Types.IsText(key, out var text) => text,
                _ => throw PythonError.TypeError($"keys must be str, int, float, bool or None, not {Types.Name(key)}"),
            });
            output.Append(": ");
            Append(value);
        });
    }

    private void AppendAll(object container, char first, char last, IReadOnlyList<object?> items, Action<object?> append)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (items.Count == 0)
        {
            output.Append(first).Append(last);
            return;
        }

        if (open.Exists(o => ReferenceEquals(o, container)))
        {
            throw PythonError.ValueError("Circular reference detected");
        }

        open.Add(container);
        output.Append(first);
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(i == 0 ? "" : indent is null ? ", " : ",");
            AppendLine();
            append(items[i]);
        }

        open.RemoveAt(open.Count - 1);
        AppendLine();
        output.Append(last);
    }

    private void AppendLine()
    {
        if (indent is null)
        {
            return;
        }

        output.Append('\n');
        for (var i = 0; i < open.Count; i++)
        {
            output.Append(indent);
        }
    }

    private void AppendText(string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                < ' ' or > '~' => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => output.Append(c),
            };
        }

        output.Append('"');
    }

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => Printing.Str(value),
    };
}
