using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>
/// 128 bits that stand for a value: equal for equal values, whatever the order of keys. Half of SHA-256, so two different rows of
/// a billion have the same with a chance of one in 10^20.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 12);
    private readonly Utf8JsonWriter json;

    public ContentHash() => json = PythonJson.Writer(buffer);

    /// <summary>Of any value.</summary>
    public UInt128 Of(object? value)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        Write(value);
        json.Flush();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void Dispose() => json.Dispose();

    private void Write(object? value)
    {
        switch (value)
        {
            case PythonDict dict:
                json.WriteStartObject();
                foreach (var (key, item) in dict.OrderBy(e => PythonText.Str(e.Key), StringComparer.Ordinal))
                {
                    json.WritePropertyName(PythonText.Str(key));
                    Write(item);
                }

                json.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(item);
                }

                json.WriteEndArray();
                break;
            default:
                PythonJson.Write(json, value);
                break;
        }
    }
}
