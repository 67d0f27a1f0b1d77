using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Gyre.Flows.Media;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Python;

/// <summary>Writes flow values for a worker: plain data as JSON, the rest tagged with <c>"$"</c> (the table is in wire.py).</summary>
internal static class WireWriter
{
    /// <summary>Writes one value.</summary>
    public static void Value(Utf8JsonWriter writer, object? value, PythonWorker worker, PythonLine line)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text when IsWellFormed(text):
                writer.WriteStringValue(text);
                break;
            case string text:
                Surrogates(writer, text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(PythonText.Float(number), skipInputValidation: true);
                break;
            case double number:
                Tag(writer, "f");
                writer.WriteString("v", PythonText.Float(number));
                writer.WriteEndObject();
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case PythonDict dict:
                Dict(writer, dict, worker, line);
                break;
            case PythonTuple tuple:
                Tag(writer, "t");
                writer.WritePropertyName("v");
                List(writer, tuple, worker, line);
                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                List(writer, list, worker, line);
                break;
            case TextStream { Source: PythonHandle source }:
                Handle(writer, source, worker, line);
                break;
            case TextStream stream:
                Tag(writer, "g");
                writer.WriteNumber("i", worker.Streams.Add(stream));
                writer.WriteEndObject();
                break;
            case PythonHandle handle:
                Handle(writer, handle, worker, line);
                break;
            case FlowImage image:
                Tag(writer, "m");
                writer.WriteString("t", image.MimeType);
                writer.WriteString("u", image.SourceUrl);
                writer.WriteBase64String("v", image.Bytes.Span);
                writer.WriteEndObject();
                break;
            case ConnectionValue connection:
                Connection(writer, connection.Connection);
                break;
            case IPythonObject other when other.TryToPlain(out var plain):
                Value(writer, plain, worker, line);
                break;
            case IPythonObject other:
                Value(writer, other.Str(), worker, line);
                break;
            default:
                throw new InvalidOperationException($"{value.GetType()} is not a flow value; see the list at {nameof(PythonDict)}.");
        }
    }

    private static void Tag(Utf8JsonWriter writer, string tag)
    {
        writer.WriteStartObject();
        writer.WriteString("$"u8, tag);
    }

    private static void Dict(Utf8JsonWriter writer, PythonDict dict, PythonWorker worker, PythonLine line)
    {
        if (dict.Keys.All(key => key is string text && text != "$" && IsWellFormed(text)))
        {
            writer.WriteStartObject();
            foreach (var (key, item) in dict)
            {
                writer.WritePropertyName((string)key!);
                Value(writer, item, worker, line);
            }

            writer.WriteEndObject();
            return;
        }

        Tag(writer, "d");
        writer.WriteStartArray("v");
        foreach (var (key, item) in dict)
        {
            writer.WriteStartArray();
            Value(writer, key, worker, line);
            Value(writer, item, worker, line);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void List(Utf8JsonWriter writer, IReadOnlyList<object?> items, PythonWorker worker, PythonLine line)
    {
        writer.WriteStartArray();
        for (var i = 0; i < items.Count; i++)
        {
            Value(writer, items[i], worker, line);
        }

        writer.WriteEndArray();
    }

    private static void Handle(Utf8JsonWriter writer, PythonHandle handle, PythonWorker worker, PythonLine line)
    {
        if (handle.Worker == worker && !handle.Line.HasEnded)
        {
            Tag(writer, "h");
            writer.WriteNumber("i", handle.Number);
            if (handle.Line != line)
            {
                writer.WriteNumber("l", handle.Line.Number);
            }

            writer.WriteEndObject();
        }
        else if (handle.Pickle is { } pickle)
        {
            Tag(writer, "p");
            writer.WriteString("v", pickle);
            writer.WriteEndObject();
        }
        else
        {
            // The object is gone with its worker: what stands for it in records is what is left.
            Value(writer, handle.TryToPlain(out var plain) ? plain : handle.Repr(), worker, line);
        }
    }

    private static void Connection(Utf8JsonWriter writer, Connection connection)
    {
        Tag(writer, "c");
        writer.WriteString("name", connection.Name);
        writer.WriteString("type", connection.Type);
        writer.WriteString("module", connection.Module);
        writer.WriteStartObject("configs");
        foreach (var (key, value) in connection.Configs)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("secrets");
        foreach (var (key, value) in connection.Secrets)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0; at = rest.IndexOfAnyInRange('\ud800', '\udfff'))
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return false;
            }

            rest = rest[(at + 2)..];
        }

        return true;
    }

    private static void Surrogates(Utf8JsonWriter writer, string text)
    {
        Tag(writer, "s");
        writer.WriteStartArray("v");
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                writer.WriteNumberValue(char.ConvertToUtf32(text[i], text[i + 1]));
                i++;
            }
            else
            {
                writer.WriteNumberValue(text[i]);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
