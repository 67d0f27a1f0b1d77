using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The file of a run's paid answers: a JSON record each, found by key. What it holds is not kept in memory. Safe for any number of threads.</summary>
internal sealed class PaidJournal : IDisposable
{
    private const int ReadAtOnce = 1 << 18;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string path;
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, Queue<(long Start, int Length)>> places = [];
    private SafeFileHandle? file;
    private SpareRoom? spare;
    private long length;

    /// <param name="path">Read now where it is there; a record that a kill tore is cut off.</param>
    public PaidJournal(string path)
    {
        this.path = path;
        if (File.Exists(path))
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            Survey();
        }
    }

    /// <summary>The next answer of a key, once; null where there is none.</summary>
    public PaidAnswer? Take(UInt128 key)
    {
        byte[] record;
        lock (gate)
        {
            if (!places.TryGetValue(key, out var queue) || !queue.TryDequeue(out var place))
            {
                return null;
            }

            record = new byte[place.Length];
            RandomAccess.Read(file!, record, place.Start);
        }

        return Read(record);
    }

    /// <summary>Writes an answer down; it survives the end of the process.</summary>
    /// <returns>Null, or what the disk said: then the answer is kept where the room set aside was enough, and no other should be bought.</returns>
    public IOException? Keep(UInt128 key, PaidAnswer answer)
    {
        var record = Record(key, answer);
        lock (gate)
        {
            try
            {
                file ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                spare ??= SpareRoom.Take(path);
                Append(record.WrittenSpan);
                return null;
            }
            catch (IOException full)
            {
                return KeepInSpare(record.WrittenSpan, full);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            spare?.Release();
            file?.Dispose();
        }
    }

    private IOException KeepInSpare(ReadOnlySpan<byte> record, IOException full)
    {
        spare?.Release();
        try
        {
            Append(record);
        }
        catch (IOException)
        {
            // It will be paid for again; nothing more can be done for it.
        }

        return full;
    }

    private void Append(ReadOnlySpan<byte> record)
    {
        try
        {
            RandomAccess.Write(file!, record, length);
            length += record.Length;
        }
        catch (IOException)
        {
            // Half a record would hide what comes after it.
            RandomAccess.SetLength(file!, length);
            throw;
        }
    }

    private void Survey()
    {
        var buffer = new byte[ReadAtOnce];
        var filled = 0;
        while (true)
        {
            var read = RandomAccess.Read(file!, buffer.AsSpan(filled), length + filled);
            filled += read;
            var used = 0;
            while (buffer.AsSpan(used, filled - used).IndexOf((byte)'\n') is >= 0 and var end)
            {
                if (KeyOf(buffer.AsSpan(used, end)) is not { } key)
                {
                    CutOff(used);
                    return;
                }

                (places.TryGetValue(key, out var queue) ? queue : places[key] = new Queue<(long, int)>(1)).Enqueue((length + used, end));
                used += end + 1;
            }

            length += used;
            filled -= used;
            buffer.AsSpan(used, filled).CopyTo(buffer);
            if (read == 0)
            {
                CutOff(0);
                return;
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    // What follows a torn record would be joined to it.
    private void CutOff(int used)
    {
        length += used;
        RandomAccess.SetLength(file!, length);
    }

    private static UInt128? KeyOf(ReadOnlySpan<byte> record)
    {
        var json = new Utf8JsonReader(record);
        try
        {
            return json.Read() && json.Read() && json.ValueTextEquals("key"u8) && json.Read()
                && UInt128.TryParse(json.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) && record[^1] == '}' ? key : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ArrayBufferWriter<byte> Record(UInt128 key, PaidAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>(answer.Body.Length + 512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("key", key.ToString("x32", CultureInfo.InvariantCulture));
            json.WriteNumber("status", answer.Status);
            json.WriteStartObject("headers");
            foreach (var (name, value) in answer.Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            if (Utf8.IsValid(answer.Body))
            {
                json.WriteString("body", answer.Body);
            }
            else
            {
                json.WriteBase64String("bytes", answer.Body);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer;
    }

    private static PaidAnswer Read(byte[] record)
    {
        using var json = JsonDocument.Parse(record);
        var root = json.RootElement;
        return new PaidAnswer(
            root.GetProperty("status").GetInt32(),
            root.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            root.TryGetProperty("body", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : root.GetProperty("bytes").GetBytesFromBase64());
    }
}
