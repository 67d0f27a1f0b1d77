using System.Text;

namespace Gyre.Wire.Sse;

/// <summary>One server-sent event.</summary>
/// <param name="Type">The <c>event:</c> field, or null where it has none (a <c>message</c>).</param>
/// <param name="Data">The <c>data:</c> lines joined by line feeds; owned by the event.</param>
/// <param name="Id">The <c>id:</c> field of this event, or null.</param>
public readonly record struct SseEvent(string? Type, ReadOnlyMemory<byte> Data, string? Id)
{
    /// <summary>Whether this is OpenAI's end mark: exactly <c>[DONE]</c>.</summary>
    public bool IsDone => Data.Span.SequenceEqual("[DONE]"u8);

    /// <summary>The data as text.</summary>
    public string Text => Encoding.UTF8.GetString(Data.Span);
}
