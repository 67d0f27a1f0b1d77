using System.Text;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>
/// Finds the JSON object that a judge ends with. The last one counts: models think aloud, quote the form they were asked for and what
/// they read, and only then answer. One that stands inside other braces is a part of something that cannot be read, or a quotation
/// in it, and is never taken for the whole.
/// </summary>
internal static class LastObject
{
    // An answer ends with its verdict, so what is far before the end need not be looked at.
    private const int LongestTail = 256 * 1024;

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The last JSON object of a text; null where there is none, or the last stands inside other braces.</summary>
    public static PythonDict? In(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length > LongestTail ? text[^LongestTail..] : text).AsSpan();
        PythonDict? last = null;
        var (at, open) = (0, 0);
        while (bytes[at..].IndexOfAny((byte)'{', (byte)'}') is >= 0 and var next)
        {
            at += next;
            if (bytes[at] == '}')
            {
                open = Math.Max(open - 1, 0);
                at++;
            }
            else if (Length(bytes[at..]) is > 0 and var length)
            {
                last = open == 0 ? Read(bytes.Slice(at, length)) : null;
                at += length;
            }
            else
            {
                open++;
                at++;
            }
        }

        return last;
    }

    // Of the object at the beginning; 0 where it is none.
    private static int Length(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Lenient);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return (int)reader.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            // Text with a brace.
        }

        return 0;
    }

    private static PythonDict? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Lenient);
        try
        {
            return PythonJson.Read(ref reader) as PythonDict;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character, escaped.
            return null;
        }
    }
}
