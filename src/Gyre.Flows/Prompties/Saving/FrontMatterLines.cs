using System.Text;
using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The lines of a front matter by key, so that those of what did not change stay as they were written.</summary>
internal static partial class FrontMatterLines
{
    /// <summary>The lines of each key, with the remarks above it. What stands before the first belongs to none.</summary>
    public static IEnumerable<(string Key, string Lines)> Blocks(PromptyDefinition definition, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, l => l.StartsWith("---", StringComparison.Ordinal)) + 1;

        // Of the line after the last of the front matter's dashes, from 0.
        var end = definition.BodyLine - 2;
        var keys = definition.Lines.OrderBy(k => k.Value).Select(k => (k.Key, Line: k.Value - 1)).ToList();
        yield return ("", Joined(lines, first, keys.Count == 0 ? end : keys[0].Line));
        var from = keys.Count == 0 ? end : keys[0].Line;
        for (var i = 0; i < keys.Count; i++)
        {
            var to = i + 1 < keys.Count ? BeforeRemarks(lines, keys[i + 1].Line, 0) : end;
            yield return (keys[i].Key, Joined(lines, from, to));
            from = to;
        }
    }

    /// <summary>
    /// A key's lines with another value. Where that is a mapping written line by line, each of its keys that did not change keeps its own
    /// lines, and so on inside.
    /// </summary>
    public static string Changed(string lines, object? before, object? after, string key, int depth = 0)
    {
        if (before is not PythonDict { Count: > 0 } old || after is not PythonDict { Count: > 0 } now || Parts(lines) is not { } parts || parts.Indent <= depth || !old.Keys.All(k => parts.Blocks.ContainsKey(PythonText.Str(k))))
        {
            return WithRemarks(lines, PromptFrontMatter.Entry(key, after, depth), before);
        }

        var text = new StringBuilder(parts.Head);
        foreach (var (name, value) in now)
        {
            var called = PythonText.Str(name);
            text.Append(
                !old.TryGetValue(name, out var was) ? PromptFrontMatter.Entry(called, value, parts.Indent)
                : PythonEquality.AreEqual(was, value) ? parts.Blocks[called]
                : Changed(parts.Blocks[called], was, value, called, parts.Indent));
        }

        return text.ToString();
    }

    // What is said above, below and beside a value is not the value's.
    private static string WithRemarks(string text, string entry, object? before)
    {
        var lines = text.Split('\n')[..^1];
        var first = Array.FindIndex(lines, l => !IsRemark(l));
        if (first < 0)
        {
            return text + entry;
        }

        // In a text of several lines, what is deeper than its key is text, whatever it looks like.
        var (indent, wasText, isText) = (Indent(lines[first]), before is string && BlockOfText().IsMatch(lines[first]), BlockOfText().IsMatch(entry[..entry.IndexOf('\n', StringComparison.Ordinal)]));
        var last = Array.FindLastIndex(lines, l => !IsRemark(l) || (wasText && l.Trim().Length > 0 && Indent(l) > indent));

        var beside = first == last && before is not string && lines[first].IndexOf(" #", StringComparison.Ordinal) is > 0 and var at ? lines[first][at..] : "";
        var written = beside.Length > 0 && entry.IndexOf('\n', StringComparison.Ordinal) == entry.Length - 1 ? entry[..^1] + beside + "\n" : entry;
        var below = lines[(last + 1)..].Select(l => isText && Indent(l) > indent ? new string(' ', indent) + l.TrimStart(' ') : l).ToArray();
        return Joined(lines, 0, first) + written + Joined(below, 0, below.Length);
    }

    // The line of the key, then what is inside by key; comments go with the line below them. Null where it is written otherwise.
    private static (string Head, int Indent, OrderedDictionary<string, string> Blocks)? Parts(string text)
    {
        var lines = text.Split('\n')[..^1];
        var first = Array.FindIndex(lines, l => !IsRemark(l));
        if (first < 0 || !EndsWithColon(lines[first]) || Array.FindIndex(lines, first + 1, l => !IsRemark(l)) is not (> 0 and var inside))
        {
            return null;
        }

        var indent = Indent(lines[inside]);
        var (blocks, starts) = (new OrderedDictionary<string, string>(StringComparer.Ordinal), new List<(string Key, int Line)>());
        for (var i = inside; i < lines.Length; i++)
        {
            // A list may stand at the indent of its key.
            if (IsRemark(lines[i]) || Indent(lines[i]) > indent || (Indent(lines[i]) == indent && lines[i].Trim() is "-" or ['-', ' ', ..]))
            {
                continue;
            }

            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (Indent(lines[i]) < indent || colon < 0)
            {
                return null;
            }

            starts.Add((lines[i][..colon].Trim().Trim('"', '\''), i));
        }

        var from = first + 1;
        for (var i = 0; i < starts.Count; i++)
        {
            var to = i + 1 < starts.Count ? BeforeRemarks(lines, starts[i + 1].Line, indent) : lines.Length;
            if (!blocks.TryAdd(starts[i].Key, Joined(lines, from, to)))
            {
                return null;
            }

            from = to;
        }

        return (Joined(lines, 0, first + 1), indent, blocks);
    }

    [GeneratedRegex(@"[|>][-+0-9]*[ \t]*(#.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex BlockOfText();

    private static bool EndsWithColon(string line) => line.Split(" #", 2)[0].TrimEnd().EndsWith(':');

    private static bool IsRemark(string line) => line.Trim() is "" or ['#', ..];

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    /// <summary>The first of the remarks right above a line, as far as they stand no deeper: those belong to what is above.</summary>
    private static int BeforeRemarks(string[] lines, int line, int indent)
    {
        var first = line;
        for (var at = line - 1; at >= 0 && IsRemark(lines[at]) && (lines[at].Trim().Length == 0 || Indent(lines[at]) <= indent); at--)
        {
            first = at;
        }

        return first;
    }

    private static string Joined(string[] lines, int from, int to) => string.Concat(lines[from..Math.Max(from, to)].Select(l => l + "\n"));
}
