using System.Buffers;
using System.Text.Json;
using Gyre.Wire.Sse;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>What a block of a message holds.</summary>
internal enum BlockKind
{
    /// <summary>None is open.</summary>
    None,

    Text,
    Thinking,
    Call,
}

/// <summary>The events of a streamed message and its blocks: one open at a time, numbered as they open.</summary>
internal sealed class AnthropicBlocks
{
    private readonly SseWriter sse = new();
    private int index = -1;

    /// <summary>Of the event that was begun.</summary>
    public Utf8JsonWriter Json { get; private set; } = null!;

    /// <summary>What is open.</summary>
    public BlockKind Open { get; private set; }

    /// <summary>Begins an event; its members follow.</summary>
    public void Begin(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        Json = sse.Begin(to, type);
        Json.WriteStartObject();
        Json.WriteString("type"u8, type);
    }

    /// <summary>Opens a block; its members follow.</summary>
    public void Start(BlockKind kind, IBufferWriter<byte> to)
    {
        Open = kind;
        index++;
        Begin(to, "content_block_start"u8);
        Json.WriteNumber("index"u8, index);
        Json.WriteStartObject("content_block"u8);
    }

    /// <summary>Begins a delta of the open block; its members follow.</summary>
    public void BeginDelta(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        Begin(to, "content_block_delta"u8);
        Json.WriteNumber("index"u8, index);
        Json.WriteStartObject("delta"u8);
        Json.WriteString("type"u8, type);
    }

    /// <summary>Closes the open block, if there is one.</summary>
    public void Close(IBufferWriter<byte> to)
    {
        if (Open != BlockKind.None)
        {
            Open = BlockKind.None;
            Begin(to, "content_block_stop"u8);
            Json.WriteNumber("index"u8, index);
            EndEvent();
        }
    }

    /// <summary>Ends the object inside an event, and the event.</summary>
    public void EndBlock()
    {
        Json.WriteEndObject();
        EndEvent();
    }

    /// <summary>Ends an event.</summary>
    public void EndEvent()
    {
        Json.WriteEndObject();
        sse.End();
    }

    /// <summary>The event of an error.</summary>
    public void Fail(ProviderError error, IBufferWriter<byte> to)
    {
        AnthropicErrors.Write(sse.Begin(to, "error"u8), error);
        sse.End();
    }
}
