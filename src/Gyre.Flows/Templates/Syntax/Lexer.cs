using System.Globalization;
using System.Text;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>Cuts a template into words, with Jinja2's rules for white space around tags.</summary>
internal sealed class Lexer
{
    private static readonly string[] Operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string source;
    private readonly JinjaOptions options;
    private readonly List<Token> tokens = [];
    private readonly Stack<char> open = new();
    private int position;
    private int countedLine = 1;
    private int lineCountedTo;

    private Lexer(string source, JinjaOptions options)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (!options.KeepTrailingNewline && source.EndsWith('\n'))
        {
            source = source[..^1];
        }

        this.source = source;
        this.options = options;
    }

    /// <summary>All words; the last is <see cref="TokenKind.End"/>, or <see cref="TokenKind.Fault"/> with the message.</summary>
    public static List<Token> Tokenize(string source, JinjaOptions options)
    {
        var lexer = new Lexer(source, options);
        try
        {
            lexer.Run();
            lexer.tokens.Add(new Token(TokenKind.End, "", lexer.LineAt(lexer.source.Length)));
        }
        catch (JinjaSyntaxException fault)
        {
            lexer.tokens.Add(new Token(TokenKind.Fault, fault.Message, fault.Line));
        }

        return lexer.tokens;
    }

    private void Run()
    {
        while (position < source.Length)
        {
            var tag = NextTag(position);
            if (tag < 0)
            {
                AddData(position, source.Length);
                position = source.Length;
                return;
            }

            var kind = source[tag + 1];
            var sign = tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? source[tag + 2] : '\0';
            AddData(position, DataEnd(tag, sign, kind));
            var bodyAt = tag + 2 + (sign == '\0' ? 0 : 1);
            if (kind == '%' && RawBodyStart(bodyAt) is { } raw)
            {
                position = raw;
                ReadRaw(tag);
                continue;
            }

            position = bodyAt;
            switch (kind)
            {
                case '#':
                    ReadComment(tag);
                    break;
                case '%':
                    tokens.Add(new Token(TokenKind.BlockBegin, "", LineAt(tag)));
                    ReadCode(TokenKind.BlockEnd);
                    break;
                default:
                    tokens.Add(new Token(TokenKind.VariableBegin, "", LineAt(tag)));
                    ReadCode(TokenKind.VariableEnd);
                    break;
            }
        }
    }

    private int NextTag(int from)
    {
        for (var at = from; (at = source.IndexOf('{', at)) >= 0 && at + 1 < source.Length; at++)
        {
            if (source[at + 1] is '%' or '{' or '#')
            {
                return at;
            }
        }

        return -1;
    }

    private int DataEnd(int tag, char sign, char kind)
    {
        if (sign == '-')
        {
            var end = tag;
            while (end > position && PythonSpace.Is(source[end - 1]))
            {
                end--;
            }

            return end;
        }

        if (sign == '+' || !options.LstripBlocks || kind == '{')
        {
            return tag;
        }

        var lineStart = tag > position ? source.LastIndexOf('\n', tag - 1, tag - position) + 1 : 0;
        if (lineStart == 0)
        {
            // No line break in this piece of text: it starts a line only at the start of the template or right after a break that a tag took.
            lineStart = position;
            if (position > 0 && source[position - 1] != '\n')
            {
                return tag;
            }
        }

        return lineStart < tag && source.AsSpan(lineStart, tag - lineStart).ContainsAnyExcept(PythonSpace.Search) ? tag : lineStart;
    }

    private void AddData(int start, int end)
    {
        if (end > start)
        {
            tokens.Add(new Token(TokenKind.Data, source[start..end], LineAt(start)));
        }
    }

    /// <summary>Where the text of a raw block starts, if <c>raw</c> and the end of the tag stand here.</summary>
    private int? RawBodyStart(int at)
    {
        at = SkipSpace(at);
        if (!At(at, "raw"))
        {
            return null;
        }

        at = SkipSpace(at + 3);
        return At(at, "-%}") ? SkipSpace(at + 3) : At(at, "%}") ? at + 2 : null;
    }

    private void ReadRaw(int tag)
    {
        for (var at = position; (at = source.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at++)
        {
            var sign = at + 2 < source.Length && source[at + 2] is '-' or '+' ? source[at + 2] : '\0';
            var word = SkipSpace(at + 2 + (sign == '\0' ? 0 : 1));
            if (At(word, "endraw") && BlockEndAt(SkipSpace(word + 6)) is { } end)
            {
                AddData(position, DataEnd(at, sign, '%'));
                position = end;
                return;
            }
        }

        throw Fail("Missing end of raw directive", LineAt(tag));
    }

    private void ReadComment(int tag)
    {
        var end = source.IndexOf("#}", position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fail("Missing end of comment tag", LineAt(tag));
        }

        var sign = end > position ? source[end - 1] : '\0';
        position = sign == '-' ? SkipSpace(end + 2)
            : sign != '+' && options.TrimBlocks && At(end + 2, "\n") ? end + 3
            : end + 2;
    }

    /// <summary>The position after the end of a block tag, if one ends here.</summary>
    private int? BlockEndAt(int at) =>
        At(at, "+%}") ? at + 3
        : At(at, "-%}") ? SkipSpace(at + 3)
        : !At(at, "%}") ? null
        : options.TrimBlocks && At(at + 2, "\n") ? at + 3 : at + 2;

    private int? VariableEndAt(int at) => At(at, "-}}") ? SkipSpace(at + 3) : At(at, "}}") ? at + 2 : null;

    private void ReadCode(TokenKind endKind)
    {
        open.Clear();
        while (position < source.Length)
        {
            if (open.Count == 0 && (endKind == TokenKind.BlockEnd ? BlockEndAt(position) : VariableEndAt(position)) is { } end)
            {
                tokens.Add(new Token(endKind, "", LineAt(position)));
                position = end;
                return;
            }

            var c = source[position];
            if (PythonSpace.Is(c))
            {
                position++;
            }
            else if (char.IsAsciiDigit(c))
            {
                ReadNumber();
            }
            else if (Identifiers.IsPart(source, position, out var width))
            {
                ReadName(width);
            }
            else if (c is '"' or '\'' && StringEnd(c) is { } quoteEnd)
            {
                var text = source[(position + 1)..quoteEnd];
                tokens.Add(new Token(TokenKind.String, text, LineAt(position), StringEscapes.Decode(text, LineAt(position))));
                position = quoteEnd + 1;
            }
            else
            {
                ReadOperator();
            }
        }
    }

    private void ReadNumber()
    {
        var line = LineAt(position);
        if (NumberScanner.FloatLength(source, position) is > 0 and var floatLength)
        {
            var text = source.Substring(position, floatLength).Replace("_", "", StringComparison.Ordinal);
            tokens.Add(new Token(TokenKind.Float, text, line, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)));
            position += floatLength;
            return;
        }

        var length = NumberScanner.IntegerLength(source, position, out var radix);
        var digits = source.Substring(position, length).Replace("_", "", StringComparison.Ordinal);
        tokens.Add(new Token(TokenKind.Integer, digits, line, NumberScanner.Value(digits, radix, line)));
        position += length;
    }

    private void ReadName(int width)
    {
        var start = position;
        do
        {
            position += width;
        }
        while (Identifiers.IsPart(source, position, out width));

        var name = source[start..position];
        if (!Identifiers.IsIdentifier(name))
        {
            throw Fail("Invalid character in identifier", LineAt(start));
        }

        tokens.Add(new Token(TokenKind.Name, name, LineAt(start)));
    }

    private int? StringEnd(char quote)
    {
        for (var at = position + 1; at < source.Length; at++)
        {
            if (source[at] == '\\')
            {
                at++;
            }
            else if (source[at] == quote)
            {
                return at;
            }
        }

        return null;
    }

    private void ReadOperator()
    {
        var line = LineAt(position);
        var op = Array.Find(Operators, o => At(position, o));
        if (op is null)
        {
            var rune = Rune.TryGetRuneAt(source, position, out var r) ? r.ToString() : source[position].ToString();
            throw Fail($"unexpected char {PythonText.Repr(rune)} at {CodePoints.Length(source.AsSpan(0, position))}", line);
        }

        switch (op)
        {
            case "(" or "[" or "{":
                open.Push(op == "(" ? ')' : op == "[" ? ']' : '}');
                break;
            case ")" or "]" or "}":
                if (!open.TryPop(out var wanted))
                {
                    throw Fail($"unexpected '{op}'", line);
                }

                if (wanted != op[0])
                {
                    throw Fail($"unexpected '{op}', expected '{wanted}'", line);
                }

                break;
        }

        tokens.Add(new Token(TokenKind.Operator, op, line));
        position += op.Length;
    }

    private bool At(int at, string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0 && at + text.Length <= source.Length;

    private int SkipSpace(int at)
    {
        while (at < source.Length && PythonSpace.Is(source[at]))
        {
            at++;
        }

        return at;
    }

    private int LineAt(int at)
    {
        countedLine += source.AsSpan(lineCountedTo, at - lineCountedTo).Count('\n');
        lineCountedTo = at;
        return countedLine;
    }

    private static JinjaSyntaxException Fail(string message, int line) => new(message, line);
}
