using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>
/// What a JSON object says, apart from how it is written: white space, escapes and the order of its members do not count. Inside of a
/// member order does count, since a model reads it (the properties of a schema, for one). The form is for comparing and hashing only.
/// </summary>
public static class JsonSaying
{
    private const int DeepestJson = 256;

    // A string that is no text (half a surrogate pair) can't be unescaped; it is taken as written, and told apart from text.
    private const byte Unreadable = (byte)'?';

    /// <summary>Writes the form of an object.</summary>
    /// <param name="json">Valid JSON, such as <see cref="JsonPeek.At"/> finds no fault with.</param>
    /// <param name="without">Members that do not count.</param>
    /// <param name="barred">Members that must not be there, unless they are null or false.</param>
    /// <param name="to">Takes the form.</param>
    /// <returns>False where the text is no object, or has a barred member or one whose name is no text.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> json, IReadOnlySet<string> without, IReadOnlySet<string> barred, IBufferWriter<byte> to)
    {
        if (MembersOf(json, without, barred) is not { } members)
        {
            return false;
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : a.Value.Start.CompareTo(b.Value.Start));
        foreach (var (name, value) in members)
        {
            Put((byte)'"', System.Text.Encoding.UTF8.GetBytes(name), to);
            var reader = new Utf8JsonReader(value.In(json), new JsonReaderOptions { MaxDepth = DeepestJson });
            while (reader.Read())
            {
                Write(ref reader, to);
            }
        }

        return true;
    }

    private static List<(string Name, JsonRange Value)>? MembersOf(ReadOnlySpan<byte> json, IReadOnlySet<string> without, IReadOnlySet<string> barred)
    {
        try
        {
            return Members(json, without, barred);
        }
        catch (InvalidOperationException)
        {
            // A name of bytes that are no UTF-8.
            return null;
        }
    }

    private static List<(string Name, JsonRange Value)>? Members(ReadOnlySpan<byte> json, IReadOnlySet<string> without, IReadOnlySet<string> barred)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestJson });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var members = new List<(string, JsonRange)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (barred.Contains(name) && reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False))
            {
                return null;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!without.Contains(name))
            {
                members.Add((name, new JsonRange(start, (int)reader.BytesConsumed - start)));
            }
        }

        return members;
    }

    private static void Write(ref Utf8JsonReader reader, IBufferWriter<byte> to)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                Text(ref reader, to);
                break;
            case JsonTokenType.Number:
                Put((byte)'0', reader.ValueSpan, to);
                break;
            default:
                to.Write([(byte)reader.TokenType]);
                break;
        }
    }

    private static void Text(ref Utf8JsonReader reader, IBufferWriter<byte> to)
    {
        if (!reader.ValueIsEscaped)
        {
            Put((byte)'"', reader.ValueSpan, to);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(rented);
            Put((byte)'"', rented.AsSpan(0, length), to);
        }
        catch (InvalidOperationException)
        {
            Put(Unreadable, reader.ValueSpan, to);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // With its length before it, so that no two sequences have the same form.
    private static void Put(byte kind, ReadOnlySpan<byte> value, IBufferWriter<byte> to)
    {
        var head = to.GetSpan(5);
        head[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], value.Length);
        to.Advance(5);
        to.Write(value);
    }
}
