using System.Text;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties;

/// <summary>
/// A Mustache template: variables, sections, inverted sections, comments, other delimiters. Nothing is escaped: a prompt is not HTML.
/// Partials are refused, since a prompty is one file.
/// </summary>
internal sealed class MustacheTemplate
{
    private readonly IReadOnlyList<Node> nodes;

    private MustacheTemplate(IReadOnlyList<Node> nodes) => this.nodes = nodes;

    /// <exception cref="FlowException">UserErrorException with the line.</exception>
    public static MustacheTemplate Parse(string text, string? file = null, int lineOffset = 0) => new(new Parser(text, file, lineOffset).All());

    public string Render(PythonDict variables)
    {
        var output = new StringBuilder();
        Render(nodes, [variables], output);
        return output.ToString();
    }

    private static void Render(IReadOnlyList<Node> nodes, List<object?> scopes, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case Text text:
                    output.Append(text.Value);
                    break;
                case Variable variable:
                    output.Append(Print(Find(variable.Name, scopes)));
                    break;
                case Section section:
                    Render(section, Find(section.Name, scopes), scopes, output);
                    break;
            }
        }
    }

    private static void Render(Section section, object? value, List<object?> scopes, StringBuilder output)
    {
        if (section.Inverted)
        {
            if (!PythonText.Truth(value))
            {
                Render(section.Inner, scopes, output);
            }

            return;
        }

        IEnumerable<object?> rounds = value is IReadOnlyList<object?> list ? list : PythonText.Truth(value) ? [value] : [];
        foreach (var item in rounds)
        {
            scopes.Add(item);
            Render(section.Inner, scopes, output);
            scopes.RemoveAt(scopes.Count - 1);
        }
    }

    private static object? Find(string name, List<object?> scopes)
    {
        if (name == ".")
        {
            return scopes[^1];
        }

        var parts = name.Split('.');
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (TryStep(scopes[i], parts[0], out var value))
            {
                foreach (var part in parts.AsSpan(1))
                {
                    if (!TryStep(value, part, out value))
                    {
                        return null;
                    }
                }

                return value;
            }
        }

        return null;
    }

    private static bool TryStep(object? value, string name, out object? inner)
    {
        inner = null;
        return value switch
        {
            PythonDict dict => dict.TryGetValue(name, out inner),
            IPythonObject other => other.TryGetAttribute(name, out inner),
            _ => false,
        };
    }

    private static string Print(object? value) => value switch
    {
        null => "",
        string text => text,
        IPythonObject other => other.Str(),
        _ => PythonJson.Write(value),
    };

    private abstract record Node;

    private sealed record Text(string Value) : Node;

    private sealed record Variable(string Name) : Node;

    private sealed record Section(string Name, bool Inverted, IReadOnlyList<Node> Inner) : Node;

    private sealed class Parser(string text, string? file, int lineOffset)
    {
        private string open = "{{";
        private string close = "}}";
        private int at;

        public IReadOnlyList<Node> All() => Block(null, 0);

        private List<Node> Block(string? section, int begin)
        {
            var nodes = new List<Node>();
            while (true)
            {
                var tag = text.IndexOf(open, at, StringComparison.Ordinal);
                if (tag < 0)
                {
                    nodes.Add(new Text(text[at..]));
                    at = text.Length;
                    return section is null ? nodes : throw Fault(begin, $"the section '{section}' has no end; write {open}/{section}{close}");
                }

                var (kind, content, end) = Tag(tag);
                var (from, to) = kind is '\0' or '&' or '{' ? (tag, end) : Alone(tag, end);
                nodes.Add(new Text(text[at..from]));
                at = to;
                switch (kind)
                {
                    case '\0' or '&' or '{':
                        nodes.Add(new Variable(content));
                        break;
                    case '#' or '^':
                        nodes.Add(new Section(content, kind == '^', Block(content, tag)));
                        break;
                    case '/' when content == section:
                        return nodes;
                    case '/':
                        throw Fault(tag, section is null ? $"'{content}' ends here and never began" : $"'{content}' ends here, but '{section}' is open");
                    case '=':
                        Delimiters(tag, content);
                        break;
                    case '>':
                        throw Fault(tag, $"the partial '{content}' cannot be included: a prompty is one file");
                }
            }
        }

        private (char Kind, string Content, int End) Tag(int tag)
        {
            var start = tag + open.Length;
            var kind = start < text.Length && text[start] is '#' or '^' or '/' or '!' or '>' or '&' or '{' or '=' ? text[start] : '\0';
            var closing = kind switch { '{' => "}" + close, '=' => "=" + close, _ => close };
            var end = text.IndexOf(closing, start, StringComparison.Ordinal);
            return end < 0
                ? throw Fault(tag, $"the tag has no '{closing}'")
                : (kind, text[(start + (kind == '\0' ? 0 : 1))..end].Trim(), end + closing.Length);
        }

        // A tag that is alone on its line takes the line with it.
        private (int From, int To) Alone(int tag, int end)
        {
            var from = tag;
            while (from > at && text[from - 1] is ' ' or '\t')
            {
                from--;
            }

            var to = end;
            while (to < text.Length && text[to] is ' ' or '\t' or '\r')
            {
                to++;
            }

            var begins = from == 0 || text[from - 1] == '\n';
            return begins && (to == text.Length || text[to] == '\n') ? (from, Math.Min(to + 1, text.Length)) : (tag, end);
        }

        private void Delimiters(int tag, string content)
        {
            var words = content.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (open, close) = words.Length == 2 ? (words[0], words[1]) : throw Fault(tag, "new delimiters are two words between '='");
        }

        private FlowException Fault(int position, string message)
        {
            var line = text.AsSpan(0, position).Count('\n') + 1 + lineOffset;
            return new FlowException(ErrorClasses.UserErrorException, $"The mustache template is wrong in line {line}: {message}.") { File = file, Line = line };
        }
    }
}
