using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gyre.Wire.Sse;

#pragma warning disable CA1001 // The JSON writer holds no memory between events: it writes straight into the target.

/// <summary>Writes server-sent events whose data is JSON. One per stream: the writer of JSON is kept.</summary>
public sealed class SseWriter
{
    // Text of any language goes out as it is; the default would make six bytes of every letter beyond ASCII.
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    private IBufferWriter<byte>? target;

    /// <summary>Begins an event; write one JSON value, then call <see cref="End"/>.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="type">The <c>event:</c> field; none where empty.</param>
    public Utf8JsonWriter Begin(IBufferWriter<byte> to, ReadOnlySpan<byte> type = default)
    {
        target = to;
        if (!type.IsEmpty)
        {
            to.Write("event: "u8);
            to.Write(type);
            to.Write("\n"u8);
        }

        to.Write("data: "u8);
        json.Reset(to);
        return json;
    }

    /// <summary>Ends the event that was begun.</summary>
    public void End()
    {
        json.Flush();
        target!.Write("\n\n"u8);
    }
}
