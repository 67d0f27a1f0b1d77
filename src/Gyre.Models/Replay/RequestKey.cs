using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>What makes two requests the same: operation, model, and the body with its keys in order and no blanks between them.</summary>
internal static class RequestKey
{
    /// <summary>16 hex digits.</summary>
    public static string Of(ModelRequest request, ReadOnlySpan<byte> normalised)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Operation}\n{Subject(request)}\n"));
        hash.AppendData(normalised);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    // A path of the provider's own is asked by its method and address.
    private static string Subject(ModelRequest request) =>
        request.Operation == ModelOperation.Raw ? $"{request.Method} {request.Path}?{request.Query}" : request.Model;

    /// <summary>The body as it is stored and compared; a body that is no JSON stays as it is.</summary>
    public static byte[] Normalise(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(document.RootElement, json);
            }

            return buffer.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return body.ToArray();
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter json)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    Write(member.Value, json);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                // Written anew, so that "\u00e9" and "é" are the same request.
                json.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
