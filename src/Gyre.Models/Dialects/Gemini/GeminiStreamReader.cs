using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Sse;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>
/// Reads <c>streamGenerateContent?alt=sse</c>. There is no end mark: a body that ends after a finish reason, or after the prompt
/// was blocked, is whole. Usage stands on every chunk and the last counts.
/// </summary>
internal sealed class GeminiStreamReader : IChatStreamReader
{
    private readonly SseParser parser = new();
    private string id = "";
    private int calls;
    private bool started;
    private bool thinking;
    private bool over;
    private FinishReason? finish;
    private TokenUsage? usage;

    public void Read(ReadOnlySpan<byte> bytes, List<ChatStreamEvent> events)
    {
        if (over)
        {
            return;
        }

        parser.Append(bytes);
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
        if (over)
        {
            return;
        }

        over = true;
        if (finish is not { } reason)
        {
            events.Add(new AnswerFailed(ProviderError.Truncated));
            return;
        }

        EndThinking(events, null, redacted: false);
        events.Add(new AnswerFinished(reason));
        if (usage is not null)
        {
            events.Add(new UsageReported(usage));
        }

        events.Add(AnswerEnded.Instance);
    }

    private void Drain(List<ChatStreamEvent> events)
    {
        while (!over && parser.TryRead(out var next))
        {
            try
            {
                Chunk(JsonElement.Parse(next.Data.Span), events);
            }
            catch (JsonException)
            {
                // Half of a chunk: the connection was cut inside it.
                over = true;
                events.Add(new AnswerFailed(ProviderError.Truncated));
            }
        }
    }

    private void Chunk(JsonElement root, List<ChatStreamEvent> events)
    {
        if (root.Object("error") is { ValueKind: JsonValueKind.Object })
        {
            over = true;
            events.Add(new AnswerFailed(GeminiErrors.Of(200, root)));
            return;
        }

        if (!started)
        {
            started = true;
            id = root.Text("responseId") ?? "";
            events.Add(new AnswerStarted(id, root.Text("modelVersion") ?? ""));
        }

        usage = UsageReader.Gemini(root.Field("usageMetadata")) ?? usage;
        var candidate = GeminiAnswerReader.Candidate(root);
        foreach (var part in candidate.Object("content").Items("parts"))
        {
            foreach (var known in GeminiAnswerReader.Known(part, GeminiAnswerReader.CallId(id, calls)))
            {
                Part(known, events);
            }
        }

        var blocked = GeminiAnswerReader.Blocked(root) is not null;
        if (blocked || candidate.Text("finishReason") is { Length: > 0 })
        {
            finish = GeminiAnswerReader.Finish(candidate.Text("finishReason"), calls > 0, blocked);
        }
    }

    private void Part(Part part, List<ChatStreamEvent> events)
    {
        switch (part)
        {
            case ThinkingPart thought:
                if (thought.Text.Length > 0)
                {
                    thinking = true;
                    events.Add(new ThinkingDelta(thought.Text));
                }

                if (thought.Signature is not null)
                {
                    thinking = true;
                    EndThinking(events, thought.Signature, thought.Redacted);
                }

                break;
            case TextPart text:
                EndThinking(events, null, redacted: false);
                events.Add(new TextDelta(text.Text));
                break;
            case ToolCallPart call:
                EndThinking(events, null, redacted: false);
                events.Add(new ToolCallStarted(calls, call.Id, call.Name, call.Signature));
                events.Add(new ToolCallDelta(calls, call.Arguments));
                calls++;
                break;
        }
    }

    private void EndThinking(List<ChatStreamEvent> events, Opaque? signature, bool redacted)
    {
        if (thinking)
        {
            thinking = false;
            events.Add(new ThinkingEnded(signature, redacted));
        }
    }
}
