using System.Buffers;
using System.Text;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>
/// Writes the events of <c>messages</c>: one block open at a time and none before its kind is known, no empty delta,
/// stop reason and usage in <c>message_delta</c>, <c>message_stop</c> only where all went well.
/// </summary>
internal sealed class AnthropicStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly AnthropicBlocks blocks = new();
    private readonly List<Tool> tools = [];
    private AnswerStarted? waiting;
    private TokenUsage? usage;
    private AnswerFinished finish = new(FinishReason.Stop);
    private int current;
    private bool failed;

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
                Delta(BlockKind.Text, "text_delta"u8, "text"u8, delta.Text, to);
                break;
            case Cited cited when blocks.Open == BlockKind.Text:
                blocks.BeginDelta(to, "citations_delta"u8);
                blocks.Json.WritePropertyName("citation"u8);
                AnthropicCitations.Write(blocks.Json, cited.Citation);
                blocks.EndBlock();
                break;
            case RefusalDelta delta:
                Delta(BlockKind.Text, "text_delta"u8, "text"u8, delta.Text, to);
                break;
            case ThinkingDelta delta:
                Delta(BlockKind.Thinking, "thinking_delta"u8, "thinking"u8, delta.Text, to);
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
                blocks.Close(to);
                break;
            case AnswerEnded:
                End(to);
                break;
            case AnswerFailed broken:
                failed = true;
                blocks.Fail(broken.Error, to);
                break;
        }
    }

    private void Start(AnswerStarted started, IBufferWriter<byte> to)
    {
        blocks.Begin(to, "message_start"u8);
        blocks.Json.WriteStartObject("message"u8);
        blocks.Json.WriteString("id"u8, "msg_" + stamp.Id);
        blocks.Json.WriteString("type"u8, "message"u8);
        blocks.Json.WriteString("role"u8, "assistant"u8);
        blocks.Json.WriteString("model"u8, started.Model.Length > 0 ? started.Model : call.Model);
        blocks.Json.WriteStartArray("content"u8);
        blocks.Json.WriteEndArray();
        blocks.Json.WriteNull("stop_reason"u8);
        blocks.Json.WriteNull("stop_sequence"u8);
        blocks.Json.WritePropertyName("usage"u8);
        UsageWriter.Anthropic(blocks.Json, usage is null ? null : usage with { Output = usage.Output ?? 1 });
        blocks.Json.WriteEndObject();
        blocks.EndEvent();
    }

    private void Delta(BlockKind kind, ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string text, IBufferWriter<byte> to)
    {
        if (blocks.Open != kind)
        {
            Flush(to);
            blocks.Close(to);
            blocks.Start(kind, to);
            blocks.Json.WriteString("type"u8, field);
            blocks.Json.WriteString(field, ""u8);
            if (kind == BlockKind.Thinking)
            {
                blocks.Json.WriteString("signature"u8, ""u8);
            }

            blocks.EndBlock();
        }

        blocks.BeginDelta(to, type);
        blocks.Json.WriteString(field, text);
        blocks.EndBlock();
    }

    private void EndThinking(ThinkingEnded ended, IBufferWriter<byte> to)
    {
        if (ended is { Redacted: true, Signature: { Origin: Dialect.Anthropic } hidden })
        {
            Flush(to);
            blocks.Close(to);
            blocks.Start(BlockKind.Thinking, to);
            blocks.Json.WriteString("type"u8, "redacted_thinking"u8);
            blocks.Json.WriteString("data"u8, hidden.Value);
            blocks.EndBlock();
            blocks.Close(to);
            return;
        }

        if (ended.Signature is { } signature)
        {
            if (blocks.Open != BlockKind.Thinking)
            {
                Flush(to);
                blocks.Close(to);
                blocks.Start(BlockKind.Thinking, to);
                blocks.Json.WriteString("type"u8, "thinking"u8);
                blocks.Json.WriteString("thinking"u8, ""u8);
                blocks.Json.WriteString("signature"u8, ""u8);
                blocks.EndBlock();
            }

            blocks.BeginDelta(to, "signature_delta"u8);
            blocks.Json.WriteString("signature"u8, signature.For(Dialect.Anthropic, ended.Redacted));
            blocks.EndBlock();
        }

        if (blocks.Open == BlockKind.Thinking)
        {
            blocks.Close(to);
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

        if (tool.Custom || delta.Index != current || blocks.Open != BlockKind.Call)
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
            if (blocks.Open == BlockKind.Call)
            {
                if (current + 1 == tools.Count || !tools[current].Whole.Complete)
                {
                    return;
                }

                current++;
                blocks.Close(to);
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
        if (blocks.Open == BlockKind.Call)
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
        blocks.Close(to);
        blocks.Start(BlockKind.Call, to);
        blocks.Json.WriteString("type"u8, "tool_use"u8);
        blocks.Json.WriteString("id"u8, Opaque.WithSignature(tool.Begun.Id, tool.Begun.Signature));
        blocks.Json.WriteString("name"u8, tool.Begun.Name);
        blocks.Json.WriteStartObject("input"u8);
        blocks.Json.WriteEndObject();
        AnthropicAnswerWriter.Caller(blocks.Json);
        blocks.EndBlock();
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
        blocks.BeginDelta(to, "input_json_delta"u8);
        blocks.Json.WriteString("partial_json"u8, arguments);
        blocks.EndBlock();
    }

    private void End(IBufferWriter<byte> to)
    {
        blocks.Begin(to, "message_delta"u8);
        blocks.Json.WriteStartObject("delta"u8);
        blocks.Json.WriteString("stop_reason"u8, AnthropicFinish.Write(finish.Reason));
        AnthropicAnswerWriter.StopSequence(blocks.Json, finish.StopSequence);
        blocks.Json.WriteEndObject();
        blocks.Json.WritePropertyName("usage"u8);
        UsageWriter.Anthropic(blocks.Json, usage);
        blocks.EndEvent();
        blocks.Begin(to, "message_stop"u8);
        blocks.EndEvent();
    }

    private sealed class Tool(ToolCallStarted begun)
    {
        public ToolCallStarted Begun { get; } = begun;

        public bool Custom { get; } = begun.Custom;

        public StringBuilder Waiting { get; } = new();

        public JsonBalance Whole { get; } = new();
    }
}
