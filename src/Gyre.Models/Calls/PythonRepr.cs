using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gyre.Models.Calls;

/// <summary>JSON as Python prints the loaded value: error messages of the OpenAI client quote bodies this way.</summary>
internal static class PythonRepr
{
    public static string Of(JsonElement json)
    {
        var text = new StringBuilder();
        Write(json, text);
        return text.ToString();
    }

    private static void Write(JsonElement json, StringBuilder text)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var first = true;
                foreach (var member in json.EnumerateObject())
                {
                    text.Append(first ? "" : ", ");
                    first = false;
                    Quote(member.Name, text);
                    text.Append(": ");
                    Write(member.Value, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    text.Append(index == 0 ? "" : ", ");
                    Write(item, text);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Quote(json.GetString()!, text);
                break;
            default:
                text.Append(json.ValueKind switch
                {
                    JsonValueKind.True => "True",
                    JsonValueKind.False => "False",
                    JsonValueKind.Null => "None",
                    _ => json.GetRawText(),
                });
                break;
        }
    }

    private static void Quote(string value, StringBuilder text)
    {
        var mark = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(mark);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\\' => text.Append("\\\\"),
                _ when c == mark => text.Append('\\').Append(c),
                < ' ' or '\x7f' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => text.Append(c),
            };
        }

        text.Append(mark);
    }
}
