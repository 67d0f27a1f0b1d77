using System.Buffers;
using System.Text;

namespace Gyre.Wire.Sse;

/// <summary>
/// Cuts bytes into server-sent events, whatever the chunks they come in: an event may be split at any byte.
/// Lines end in LF, CR or CRLF; comments and unknown fields are skipped; an event without data is none.
/// </summary>
public sealed class SseParser(int maximumEventBytes = 64 * 1024 * 1024)
{
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly ArrayBufferWriter<byte> data = new();
    private readonly Queue<SseEvent> ready = new();
    private string? type;
    private string? id;
    private bool hasData;
    private bool skipLineFeed;
    private bool first = true;

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="InvalidDataException">One event is larger than the limit.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (skipLineFeed && !bytes.IsEmpty)
        {
            skipLineFeed = false;
            bytes = bytes[0] == (byte)'\n' ? bytes[1..] : bytes;
        }

        while (bytes.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0)
        {
            EndLine(bytes[..end]);
            var step = end + 1;
            if (bytes[end] == (byte)'\r')
            {
                if (step == bytes.Length)
                {
                    skipLineFeed = true;
                }
                else if (bytes[step] == (byte)'\n')
                {
                    step++;
                }
            }

            bytes = bytes[step..];
        }

        line.Write(bytes);
        Guard();
    }

    /// <summary>The next whole event, if one has come.</summary>
    public bool TryRead(out SseEvent next) => ready.TryDequeue(out next);

    /// <summary>Ends the input: a last event whose closing blank line is missing is given all the same.</summary>
    public void Complete()
    {
        EndLine([]);
        Dispatch();
    }

    private void EndLine(ReadOnlySpan<byte> tail)
    {
        if (line.WrittenCount == 0)
        {
            Line(tail);
            return;
        }

        line.Write(tail);
        Line(line.WrittenSpan);
        line.ResetWrittenCount();
    }

    private void Line(ReadOnlySpan<byte> text)
    {
        if (first)
        {
            first = false;
            text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        }

        if (text.IsEmpty)
        {
            Dispatch();
            return;
        }

        var colon = text.IndexOf((byte)':');
        var name = colon < 0 ? text : text[..colon];
        var value = colon < 0 ? [] : text[(colon + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        if (name.SequenceEqual("data"u8))
        {
            if (hasData)
            {
                data.Write("\n"u8);
            }

            data.Write(value);
            hasData = true;
            Guard();
        }
        else if (name.SequenceEqual("event"u8))
        {
            type = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("id"u8))
        {
            id = Encoding.UTF8.GetString(value);
        }
    }

    private void Dispatch()
    {
        if (hasData)
        {
            ready.Enqueue(new SseEvent(string.IsNullOrEmpty(type) ? null : type, data.WrittenSpan.ToArray(), id));
        }

        data.ResetWrittenCount();
        (type, id, hasData) = (null, null, false);
    }

    private void Guard()
    {
        if (line.WrittenCount + data.WrittenCount > maximumEventBytes)
        {
            throw new InvalidDataException($"A server-sent event is larger than {maximumEventBytes} bytes.");
        }
    }
}
