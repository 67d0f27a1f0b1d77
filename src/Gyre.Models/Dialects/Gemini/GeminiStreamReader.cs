using System.Text;
using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>
/// Reads <c>streamGenerateContent?alt=sse</c>. There is no end mark: a body that ends after a finish reason, or after the prompt
/// was blocked, is whole. Usage stands on every chunk and the last counts.
/// </summary>
internal sealed class GeminiStreamReader : SseStreamReader
{
    private readonly StringBuilder words = new();

    // A later chunk may tell the same again.
    private readonly HashSet<Citation> cited = [];
    private long? searches;
    private string id = "";
    private int calls;
    private bool started;
    private bool thinking;
    private FinishReason? finish;
    private TokenUsage? usage;

    protected override void Next(JsonElement data, string? type, List<ChatStreamEvent> events)
    {
        if (data.Object("error") is { ValueKind: JsonValueKind.Object })
        {
            Fail(GeminiErrors.Of(200, data), events);
            return;
        }

        if (!started)
        {
            started = true;
            id = data.Text("responseId") ?? "";
            events.Add(new AnswerStarted(id, data.Text("modelVersion") ?? ""));
        }

        usage = UsageReader.Gemini(data.Field("usageMetadata")) ?? usage;
        var candidate = GeminiAnswerReader.Candidate(data);
        foreach (var part in candidate.Object("content").Items("parts"))
        {
            foreach (var known in GeminiAnswerReader.Known(part, GeminiAnswerReader.CallId(id, calls)))
            {
                Part(known, events);
            }
        }

        Grounding(candidate.Object("groundingMetadata"), events);
        var blocked = GeminiAnswerReader.Blocked(data) is not null;
        if (blocked || candidate.Text("finishReason") is { Length: > 0 })
        {
            finish = GeminiAnswerReader.Finish(candidate.Text("finishReason"), calls > 0, blocked);
        }
    }

    protected override void Cut(List<ChatStreamEvent> events)
    {
        if (finish is not { } reason)
        {
            base.Cut(events);
            return;
        }

        EndThinking(events, null, redacted: false);
        events.Add(new AnswerFinished(reason));
        if (usage is not null)
        {
            events.Add(new UsageReported(usage with { Searches = searches }));
        }

        End(events);
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
                words.Append(text.Text);
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

    private void Grounding(JsonElement grounding, List<ChatStreamEvent> events)
    {
        if (grounding.ValueKind == JsonValueKind.Object)
        {
            searches = GeminiGrounding.Searches(grounding) ?? searches;
            events.AddRange(GeminiGrounding.Read(grounding, words.ToString()).Where(cited.Add).Select(c => new Cited(c)));
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
