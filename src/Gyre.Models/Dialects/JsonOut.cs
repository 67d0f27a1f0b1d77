using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gyre.Models.Dialects;

/// <summary>Writes bodies the way all dialects want them.</summary>
internal static class JsonOut
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One JSON value.</summary>
    public static void Write<T>(IBufferWriter<byte> to, T what, Action<Utf8JsonWriter, T> write)
    {
        using var json = new Utf8JsonWriter(to, Options);
        write(json, what);
    }

    public static void Text(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void Flag(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    /// <summary>A field with JSON as it is; nothing where it is undefined.</summary>
    public static void Json(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    /// <summary>A field with JSON that a model wrote: an object as it is, anything else as <c>{}</c> would lose it, so as <c>{"input": …}</c>.</summary>
    public static void Object(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string written)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(ObjectText(written), skipInputValidation: true);
    }

    /// <summary>A JSON object from what a model wrote as arguments. Nothing is the empty object; what is no object is told in <c>input</c>.</summary>
    public static string ObjectText(string written)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return "{}";
        }

        try
        {
            if (JsonElement.Parse(written).ValueKind == JsonValueKind.Object)
            {
                return written;
            }
        }
        catch (JsonException)
        {
            // Models do write broken JSON; the conversation must go on with it.
        }

        return $$"""{"input":{{JsonSerializer.Serialize(written)}}}""";
    }
}
