using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gyre.Flows.Values;

/// <summary>JSON as Python's <c>json</c> module reads and writes it: whole numbers of any size, NaN and Infinity written bare.</summary>
public static class PythonJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 256 };
    private static readonly JsonWriterOptions Pretty = Compact with { Indented = true };

    /// <summary>Reads one JSON value; NaN, Infinity and -Infinity are accepted as Python accepts them.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static object? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ParseStrict(utf8, default);
        }
        catch (JsonException) when (NotANumberTokens.TryQuote(utf8, out var quoted))
        {
            return ParseStrict(quoted, NotANumberTokens.Mark);
        }
    }

    /// <summary>Reads the value the reader stands before; afterwards it stands on the value's last token.</summary>
    public static object? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader, default);
    }

    /// <summary>The value as compact JSON text.</summary>
    public static string Write(object? value, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Pretty : Compact))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The value as <c>json.dumps</c> writes it: a blank after comma and colon, everything beyond ASCII escaped.</summary>
    public static string Dumps(object? value)
    {
        var text = new StringBuilder();
        AppendDump(text, value);
        return text.ToString();
    }

    /// <summary>A writer with the settings used for every file of a run.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> output, bool indented = false) => new(output, indented ? Pretty : Compact);

    /// <summary>Writes a value; an object without a plain form is written as its <c>repr</c>.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteRawValue(Number(number), skipInputValidation: true);
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case PythonDict dict:
                writer.WriteStartObject();
                foreach (var (key, item) in dict)
                {
                    writer.WritePropertyName(Key(key));
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                writer.WriteStartArray();
                for (var i = 0; i < items.Count; i++)
                {
                    Write(writer, items[i]);
                }

                writer.WriteEndArray();
                break;
            case IPythonObject other:
                Write(writer, other.TryToPlain(out var plain) ? plain : other.Repr());
                break;
            default:
                throw new InvalidOperationException($"{value.GetType()} is not a flow value; see the list at {nameof(PythonDict)}.");
        }
    }

    /// <summary>Whether <c>json.dumps</c> would accept the value.</summary>
    public static bool IsSerializable(object? value) => value switch
    {
        PythonDict dict => dict.All(e => e.Key is null or string or bool or long or double or BigInteger && IsSerializable(e.Value)),
        IReadOnlyList<object?> items => items.All(IsSerializable),
        IPythonObject other => other.TryToPlain(out _),
        _ => true,
    };

    private static void AppendDump(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string characters:
                AppendQuoted(text, characters);
                break;
            case PythonDict dict:
                var separator = "{";
                foreach (var (key, item) in dict)
                {
                    AppendQuoted(text.Append(separator), Key(key));
                    AppendDump(text.Append(": "), item);
                    separator = ", ";
                }

                text.Append(dict.Count == 0 ? "{}" : "}");
                break;
            case IReadOnlyList<object?> items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    AppendDump(i == 0 ? text : text.Append(", "), items[i]);
                }

                text.Append(']');
                break;
            default:
                text.Append(Write(value));
                break;
        }
    }

    private static void AppendQuoted(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (var c in characters)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\f' => text.Append("\\f"),
                '\b' => text.Append("\\b"),
                < ' ' or > '~' => text.Append($"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        _ => PythonText.Str(key),
    };

    private static string Number(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsPositiveInfinity(number) ? "Infinity"
        : double.IsNegativeInfinity(number) ? "-Infinity"
        : PythonText.Float(number);

    private static object? ParseStrict(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> mark)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        var value = Value(ref reader, mark);
        return reader.Read() ? throw new JsonException("There is more text after the value.") : value;
    }

    private static object? Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> mark)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String when !mark.IsEmpty && reader.ValueSpan.StartsWith(mark):
                return NotANumberTokens.Value(reader.ValueSpan[mark.Length..]);
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.StartArray:
                var list = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader, mark));
                }

                return list;
            default:
                var dict = new PythonDict();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    dict[key] = Value(ref reader, mark);
                }

                return dict;
        }
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole) && !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return whole;
        }

        var text = Encoding.ASCII.GetString(reader.ValueSpan);
        return text.AsSpan().ContainsAny('.', 'e', 'E')
            ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
