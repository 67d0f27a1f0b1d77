using System.Text.Json;
using Gyre.Wire.Sse;

namespace Gyre.Models.Dialects;

/// <summary>What readers of server-sent events share: events of any cut, an end that must come, and nothing after it.</summary>
internal abstract class SseStreamReader : IChatStreamReader
{
    private readonly SseParser parser = new();
    private bool over;

    public void Read(ReadOnlySpan<byte> bytes, List<ChatStreamEvent> events)
    {
        if (over)
        {
            return;
        }

        try
        {
            parser.Append(bytes);
        }
        catch (InvalidDataException e)
        {
            Fail(new ProviderError(ErrorKind.Server, 502, e.Message), events);
        }

        Drain(events);
    }

    public void Complete(List<ChatStreamEvent> events)
    {
        if (over)
        {
            return;
        }

        parser.Complete();
        Drain(events);
        if (!over)
        {
            Cut(events);
        }
    }

    /// <summary>Adds what one event of the provider's says. Its JSON lives until the return.</summary>
    protected abstract void Next(JsonElement data, string? type, List<ChatStreamEvent> events);

    /// <summary>OpenAI's end mark; others have none.</summary>
    protected virtual void Done(List<ChatStreamEvent> events)
    {
    }

    /// <summary>The body ended and no end was told.</summary>
    protected virtual void Cut(List<ChatStreamEvent> events) => Fail(ProviderError.Truncated, events);

    protected void End(List<ChatStreamEvent> events)
    {
        events.Add(AnswerEnded.Instance);
        over = true;
    }

    protected void Fail(ProviderError error, List<ChatStreamEvent> events)
    {
        events.Add(new AnswerFailed(error));
        over = true;
    }

    private void Drain(List<ChatStreamEvent> events)
    {
        while (!over && parser.TryRead(out var next))
        {
            if (next.IsDone)
            {
                Done(events);
                continue;
            }

            try
            {
                using var data = JsonDocument.Parse(next.Data);
                Next(data.RootElement, next.Type, events);
            }
            catch (JsonException)
            {
                // Half an event is what a cut leaves.
                Cut(events);
            }
        }
    }
}
