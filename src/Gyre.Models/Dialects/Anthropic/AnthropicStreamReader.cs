using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Reads the events of <c>messages</c>.</summary>
internal sealed class AnthropicStreamReader : SseStreamReader
{
    private readonly Dictionary<long, Open> blocks = [];
    private TokenUsage? usage;
    private bool finished;
    private int calls;
    private int letters;

    private enum Kind
    {
        Other,
        Text,
        Thinking,
        Call,

        // The tool that stands in for a schema: its arguments are the answer's text.
        Answer,
    }

    protected override void Next(JsonElement data, string? type, List<ChatStreamEvent> events)
    {
        switch (data.Text("type") ?? type)
        {
            case "message_start":
                var message = data.Object("message");
                events.Add(new AnswerStarted(message.Text("id") ?? "", message.Text("model") ?? ""));
                Usage(message.Field("usage"), events);
                break;
            case "content_block_start":
                Begin(data.Whole("index") ?? 0, data.Object("content_block"), events);
                break;
            case "content_block_delta":
                Delta(blocks.GetValueOrDefault(data.Whole("index") ?? 0), data.Object("delta"), events);
                break;
            case "content_block_stop":
                if (blocks.Remove(data.Whole("index") ?? 0, out var ended))
                {
                    End(ended, events);
                }

                break;
            case "message_delta":
                Finish(data.Object("delta"), events);
                Usage(data.Field("usage"), events);
                break;
            case "message_stop":
                Finish(default, events);
                End(events);
                break;
            case "error":
                Fail(AnthropicErrors.InStream(data), events);
                break;
        }
    }

    private void End(Open block, List<ChatStreamEvent> events)
    {
        if (block.Kind == Kind.Thinking)
        {
            events.Add(Ended(block));
        }

        // Now it is known which words they stand for.
        events.AddRange(block.Citations.Select(c => new Cited(c with { End = letters })));
    }

    private static ThinkingEnded Ended(Open block)
    {
        if (block.Signature.Length == 0)
        {
            return new ThinkingEnded(null);
        }

        var signature = block.Redacted ? new Opaque(Dialect.Anthropic, block.Signature.ToString()) : Opaque.Read(block.Signature.ToString(), Dialect.Anthropic, out block.Redacted);
        return new ThinkingEnded(signature, block.Redacted);
    }

    private void Begin(long index, JsonElement block, List<ChatStreamEvent> events)
    {
        var open = new Open();
        blocks[index] = open;
        switch (block.Text("type"))
        {
            case "text":
                (open.Kind, open.Start) = (Kind.Text, letters);
                Text(block.Text("text"), events);
                break;
            case "thinking":
                open.Kind = Kind.Thinking;
                Thought(block.Text("thinking"), events);
                open.Signature.Append(block.Text("signature"));
                break;
            case "redacted_thinking":
                (open.Kind, open.Redacted) = (Kind.Thinking, true);
                open.Signature.Append(block.Text("data"));
                break;
            case "tool_use":
                open.Kind = block.Text("name") == AnthropicFormat.ToolName ? Kind.Answer : Kind.Call;
                if (open.Kind == Kind.Call)
                {
                    open.Call = calls++;
                    events.Add(new ToolCallStarted(open.Call, Opaque.SplitId(block.Text("id") ?? "", out var signature), block.Text("name") ?? "", signature));
                }

                // Some servers in this style give the whole input here.
                if (block.Object("input") is { ValueKind: JsonValueKind.Object } input && input.EnumerateObject().Any())
                {
                    Arguments(open, input.GetRawText(), events);
                }

                break;
        }
    }

    private void Delta(Open? block, JsonElement delta, List<ChatStreamEvent> events)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                Text(delta.Text("text"), events);
                break;
            case "thinking_delta":
                Thought(delta.Text("thinking"), events);
                break;
            case "citations_delta" when block is not null && AnthropicCitations.Read(delta.Object("citation"), block.Start, block.Start) is { } citation:
                block.Citations.Add(citation);
                break;
            case "signature_delta":
                block?.Signature.Append(delta.Text("signature"));
                break;
            case "input_json_delta" when block is not null && delta.Text("partial_json") is { Length: > 0 } more:
                Arguments(block, more, events);
                break;
        }
    }

    private static void Arguments(Open block, string more, List<ChatStreamEvent> events)
    {
        if (block.Kind == Kind.Answer)
        {
            events.Add(new TextDelta(more));
        }
        else if (block.Kind == Kind.Call)
        {
            events.Add(new ToolCallDelta(block.Call, more));
        }
    }

    private void Text(string? text, List<ChatStreamEvent> events)
    {
        if (!string.IsNullOrEmpty(text))
        {
            letters += text.Length;
            events.Add(new TextDelta(text));
        }
    }

    private static void Thought(string? text, List<ChatStreamEvent> events)
    {
        if (!string.IsNullOrEmpty(text))
        {
            events.Add(new ThinkingDelta(text));
        }
    }

    private void Finish(JsonElement delta, List<ChatStreamEvent> events)
    {
        if (!finished && (delta.ValueKind == JsonValueKind.Undefined || delta.Text("stop_reason") is not null))
        {
            finished = true;
            events.Add(new AnswerFinished(FinishReasons.With(AnthropicFinish.Read(delta.Text("stop_reason")), calls > 0, refused: false), delta.Text("stop_sequence")));
        }
    }

    private void Usage(JsonElement told, List<ChatStreamEvent> events)
    {
        if (UsageReader.Anthropic(told, usage) is { } next && next != usage)
        {
            usage = next;
            events.Add(new UsageReported(next) { ServiceTier = told.Text("service_tier") });
        }
    }

    private sealed class Open
    {
        public Kind Kind;
        public int Call;
        public bool Redacted;
        public int Start;

        public List<Citation> Citations { get; } = [];

        public StringBuilder Signature { get; } = new();
    }
}
