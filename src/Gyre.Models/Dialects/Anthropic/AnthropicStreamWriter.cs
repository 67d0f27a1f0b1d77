using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Sse;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>
/// Writes the events of <c>messages</c>: one block open at a time and none before its kind is known, no empty delta,
/// stop reason and usage in <c>message_delta</c>, <c>message_stop</c> only where all went well.
/// </summary>
internal sealed class AnthropicStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly SseWriter sse = new();
    private readonly List<Tool> tools = [];
    private AnswerStarted? waiting;
    private TokenUsage? usage;
    private AnswerFinished finish = new(FinishReason.Stop);
    private Utf8JsonWriter json = null!;
    private Kind open;
    private int index = -1;
    private int current;
    private bool failed;

    private enum Kind
    {
        None,
        Text,
        Thinking,
        Call,
    }

    public void Write(ChatStreamEvent next, IBufferWriter<byte> to)
    {
        if (failed)
        {
            return;
        }

        if (next is UsageReported reported)
        {
            usage = reported.Usage;
            return;
        }

        // The start waits for the next event: usage that is known early stands in it then.
        if (waiting is { } started && next is not AnswerFailed)
        {
            waiting = null;
            Start(started, to);
        }

        switch (next)
        {
            case AnswerStarted first:
                waiting = first;
                break;
            case TextDelta delta:
                Delta(Kind.Text, "text_delta"u8, "text"u8, delta.Text, to);
                break;
            case Cited cited when open == Kind.Text:
                BeginDelta(to, "citations_delta"u8);
                json.WritePropertyName("citation"u8);
                AnthropicCitations.Write(json, cited.Citation);
                EndBlock();
                break;
            case RefusalDelta delta:
                Delta(Kind.Text, "text_delta"u8, "text"u8, delta.Text, to);
                break;
            case ThinkingDelta delta:
                Delta(Kind.Thinking, "thinking_delta"u8, "thinking"u8, delta.Text, to);
                break;
            case ThinkingEnded ended:
                EndThinking(ended, to);
                break;
            case ToolCallStarted begun:
                tools.Add(new Tool(begun));
                Advance(to);
                break;
            case ToolCallDelta delta:
                Arguments(tools[delta.Index], delta, to);
                break;
            case AnswerFinished finished:
                finish = finished;
                Flush(to);
                Close(to);
                break;
            case AnswerEnded:
                End(to);
                break;
            case AnswerFailed broken:
                failed = true;
                AnthropicErrors.Write(sse.Begin(to, "error"u8), broken.Error);
                sse.End();
                break;
        }
    }

    private void Start(AnswerStarted started, IBufferWriter<byte> to)
    {
        Begin(to, "message_start"u8);
        json.WriteStartObject("message"u8);
        json.WriteString("id"u8, "msg_" + stamp.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, started.Model.Length > 0 ? started.Model : call.Model);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        json.WritePropertyName("usage"u8);
        UsageWriter.Anthropic(json, usage is null ? null : usage with { Output = usage.Output ?? 1 });
        json.WriteEndObject();
        EndEvent();
    }

    private void Delta(Kind kind, ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string text, IBufferWriter<byte> to)
    {
        if (open != kind)
        {
            Flush(to);
            Close(to);
            Open(kind, to);
            json.WriteString("type"u8, field);
            json.WriteString(field, ""u8);
            if (kind == Kind.Thinking)
            {
                json.WriteString("signature"u8, ""u8);
            }

            EndBlock();
        }

        BeginDelta(to, type);
        json.WriteString(field, text);
        EndBlock();
    }

    private void EndThinking(ThinkingEnded ended, IBufferWriter<byte> to)
    {
        if (ended is { Redacted: true, Signature: { Origin: Dialect.Anthropic } hidden })
        {
            Flush(to);
            Close(to);
            Open(Kind.Thinking, to);
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, hidden.Value);
            EndBlock();
            Close(to);
            return;
        }

        if (ended.Signature is { } signature)
        {
            if (open != Kind.Thinking)
            {
                Flush(to);
                Close(to);
                Open(Kind.Thinking, to);
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, ""u8);
                json.WriteString("signature"u8, ""u8);
                EndBlock();
            }

            BeginDelta(to, "signature_delta"u8);
            json.WriteString("signature"u8, signature.For(Dialect.Anthropic, ended.Redacted));
            EndBlock();
        }

        if (open == Kind.Thinking)
        {
            Close(to);
        }
    }

    private void Arguments(Tool tool, ToolCallDelta delta, IBufferWriter<byte> to)
    {
        tool.Whole.Add(delta.Arguments);
        if (delta.Index < current)
        {
            // Its block is closed. White space behind the arguments is no loss; anything else would be.
            if (!string.IsNullOrWhiteSpace(delta.Arguments))
            {
                Write(new AnswerFailed(new ProviderError(ErrorKind.Server, 502, "The provider went on with a tool call after it had begun to speak of something else.")), to);
            }

            return;
        }

        if (tool.Custom || delta.Index != current || open != Kind.Call)
        {
            // Blocks can't interleave here: a call waits until the one before it is whole.
            tool.Waiting.Append(delta.Arguments);
            Advance(to);
        }
        else
        {
            Fragment(delta.Arguments, to);
        }
    }

    // Shows the next call if none is open, or if the open one has all its arguments.
    private void Advance(IBufferWriter<byte> to)
    {
        while (current < tools.Count)
        {
            if (open == Kind.Call)
            {
                if (current + 1 == tools.Count || !tools[current].Whole.Complete)
                {
                    return;
                }

                current++;
                Close(to);
            }

            if (tools[current].Custom)
            {
                return;
            }

            Show(tools[current], to);
        }
    }

    // Shows all calls there are, whole or not: something else follows.
    private void Flush(IBufferWriter<byte> to)
    {
        if (open == Kind.Call)
        {
            current++;
        }

        for (; current < tools.Count; current++)
        {
            Show(tools[current], to);
        }
    }

    private void Show(Tool tool, IBufferWriter<byte> to)
    {
        Close(to);
        Open(Kind.Call, to);
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, Opaque.WithSignature(tool.Begun.Id, tool.Begun.Signature));
        json.WriteString("name"u8, tool.Begun.Name);
        json.WriteStartObject("input"u8);
        json.WriteEndObject();
        AnthropicAnswerWriter.Caller(json);
        EndBlock();
        var arguments = tool.Waiting.ToString();
        tool.Waiting.Clear();
        if (tool.Custom)
        {
            arguments = CustomTools.Wrapped(new ToolCallPart(tool.Begun.Id, tool.Begun.Name, arguments) { Custom = true });
        }

        if (arguments.Length > 0)
        {
            Fragment(arguments, to);
        }
    }

    private void Fragment(string arguments, IBufferWriter<byte> to)
    {
        BeginDelta(to, "input_json_delta"u8);
        json.WriteString("partial_json"u8, arguments);
        EndBlock();
    }

    private void End(IBufferWriter<byte> to)
    {
        Begin(to, "message_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, AnthropicFinish.Write(finish.Reason));
        AnthropicAnswerWriter.StopSequence(json, finish.StopSequence);
        json.WriteEndObject();
        json.WritePropertyName("usage"u8);
        UsageWriter.Anthropic(json, usage);
        EndEvent();
        Begin(to, "message_stop"u8);
        EndEvent();
    }

    private void Open(Kind kind, IBufferWriter<byte> to)
    {
        open = kind;
        index++;
        Begin(to, "content_block_start"u8);
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("content_block"u8);
    }

    private void Close(IBufferWriter<byte> to)
    {
        if (open != Kind.None)
        {
            open = Kind.None;
            Begin(to, "content_block_stop"u8);
            json.WriteNumber("index"u8, index);
            EndEvent();
        }
    }

    private void BeginDelta(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        Begin(to, "content_block_delta"u8);
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
    }

    private void Begin(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        json = sse.Begin(to, type);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    private void EndBlock()
    {
        json.WriteEndObject();
        EndEvent();
    }

    private void EndEvent()
    {
        json.WriteEndObject();
        sse.End();
    }

    private sealed class Tool(ToolCallStarted begun)
    {
        public ToolCallStarted Begun { get; } = begun;

        public bool Custom { get; } = begun.Custom;

        public StringBuilder Waiting { get; } = new();

        public JsonBalance Whole { get; } = new();
    }
}
