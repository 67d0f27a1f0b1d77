using System.Buffers;
using System.Text.Json;
using Gyre.Wire.Sse;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Events of a streamed answer, each with its number.</summary>
internal sealed class ResponsesEvents
{
    private readonly SseWriter sse = new();
    private int sequence;

    /// <summary>Of the event that was begun.</summary>
    public Utf8JsonWriter Json { get; private set; } = null!;

    /// <summary>Begins an event; its members follow.</summary>
    public void Begin(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        Json = sse.Begin(to, type);
        Json.WriteStartObject();
        Json.WriteString("type"u8, type);
        Json.WriteNumber("sequence_number"u8, sequence++);
    }

    /// <summary>Begins an event about an item.</summary>
    public void Begin(IBufferWriter<byte> to, ReadOnlySpan<byte> type, ResponsesItem item)
    {
        Begin(to, type);
        Json.WriteString("item_id"u8, item.Id);
        Json.WriteNumber("output_index"u8, item.Index);
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        Json.WriteEndObject();
        sse.End();
    }
}
