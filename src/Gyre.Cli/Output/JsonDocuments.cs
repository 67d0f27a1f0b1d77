using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Cli.Output;

/// <summary>Prints one JSON document on one writer.</summary>
internal static class JsonDocuments
{
    public static void Print(TextWriter output, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = PythonJson.Writer(buffer, indented: true))
        {
            write(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A flow value under a name.</summary>
    public static void WriteValue(this Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        PythonJson.Write(json, value);
    }

    /// <summary>A number or null.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
