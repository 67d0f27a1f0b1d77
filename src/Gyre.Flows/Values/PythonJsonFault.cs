using System.Text;
using System.Text.Json;

namespace Gyre.Flows.Values;

/// <summary>Says where text stops being JSON in the words of Python's decoder: <c>Expecting value: line 1 column 1 (char 0)</c>.</summary>
internal static class PythonJsonFault
{
    /// <summary>The message for text that is known not to be JSON.</summary>
    public static string Describe(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            reader.Read();
            reader.Skip();
            var rest = text.AsSpan(Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.BytesConsumed)));
            return At("Extra data", text, text.Length - rest.TrimStart().Length);
        }
        catch (JsonException e)
        {
            var offset = Offset(bytes, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            var at = Math.Min(Encoding.UTF8.GetCharCount(bytes.AsSpan(0, offset)), text.Length);
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            return At(Reason(text, at), text, at);
        }
    }

    private static string Reason(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd();
        return before.IsEmpty || before[^1] is '[' or ':' || (before[^1] == ',' && !InsideObject(text, at)) ? "Expecting value"
            : before[^1] is '{' or ',' ? "Expecting property name enclosed in double quotes"
            : before[^1] == '"' && InsideObject(text, at) && !AfterColon(before) ? "Expecting ':' delimiter"
            : "Expecting ',' delimiter";
    }

    private static bool InsideObject(string text, int at)
    {
        var open = new Stack<char>();
        var inText = false;
        for (var i = 0; i < at; i++)
        {
            if (inText && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                inText = !inText;
            }
            else if (!inText && text[i] is '{' or '[')
            {
                open.Push(text[i]);
            }
            else if (!inText && text[i] is '}' or ']' && open.Count > 0)
            {
                open.Pop();
            }
        }

        return open.TryPeek(out var innermost) && innermost == '{';
    }

    private static bool AfterColon(ReadOnlySpan<char> before)
    {
        var open = before[..^1].LastIndexOf('"');
        return open > 0 && before[..open].TrimEnd() is [.., ':'];
    }

    private static int Offset(byte[] bytes, long line, long column)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += Array.IndexOf(bytes, (byte)'\n', start) - start + 1;
        }

        return Math.Min(start + (int)column, bytes.Length);
    }

    private static string At(string reason, string text, int at)
    {
        var line = text.AsSpan(0, at).Count('\n') + 1;
        var column = at - text.AsSpan(0, at).LastIndexOf('\n');
        return $"{reason}: line {line} column {column} (char {at})";
    }
}
