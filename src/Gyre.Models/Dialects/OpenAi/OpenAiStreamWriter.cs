using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Wire.Sse;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Writes the chunks of <c>chat/completions</c>: the role in the first only, usage only where it was asked for, the end mark only where all went well.</summary>
internal sealed class OpenAiStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly SseWriter sse = new();
    private readonly string id = "chatcmpl-" + stamp.Id;
    private readonly long created = stamp.At.ToUnixTimeSeconds();
    private readonly Dictionary<int, StringBuilder> wrapped = [];
    private readonly List<bool> customs = [];
    private readonly StringBuilder thought = new();
    private Utf8JsonWriter writing = null!;
    private string model = "";
    private UsageReported? usage;
    private int letters;

    public void Write(ChatStreamEvent next, IBufferWriter<byte> to)
    {
        switch (next)
        {
            case AnswerStarted started:
                model = started.Model.Length > 0 ? started.Model : call.Model;
                Begin(to).WriteString("role"u8, "assistant"u8);
                writing.WriteString("content"u8, ""u8);
                EndChunk(default);
                break;
            case TextDelta delta:
                letters += delta.Text.Length;
                Text(to, "content"u8, delta.Text);
                break;
            case Cited cited:
                Begin(to).WriteStartArray("annotations"u8);
                OpenAiCitations.Write(writing, cited.Citation, 0, letters, nested: true);
                writing.WriteEndArray();
                EndChunk(default);
                break;
            case RefusalDelta delta:
                Text(to, "refusal"u8, delta.Text);
                break;
            case ThinkingDelta delta:
                thought.Append(delta.Text);
                Text(to, "reasoning_content"u8, delta.Text);
                break;
            case ThinkingEnded ended:
                EndThinking(ended, to);
                break;
            case ToolCallStarted started:
                StartCall(started, to);
                break;
            case ToolCallDelta delta when wrapped.TryGetValue(delta.Index, out var waiting):
                waiting.Append(delta.Arguments);
                break;
            case ToolCallDelta delta:
                Call(to, delta.Index, null, null, delta.Arguments);
                break;
            case UsageReported reported:
                usage = reported;
                break;
            case AnswerFinished finished:
                Unwrap(to);
                Begin(to);
                EndChunk(OpenAiFinish.Write(finished.Reason));
                break;
            case AnswerEnded:
                End(to);
                break;
            case AnswerFailed failed:
                OpenAiErrors.Write(sse.Begin(to), failed.Error);
                sse.End();
                break;
        }
    }

    private void EndThinking(ThinkingEnded ended, IBufferWriter<byte> to)
    {
        if (ended.Signature is not null)
        {
            var block = new ThinkingPart(thought.ToString()) { Signature = ended.Signature, Redacted = ended.Redacted };
            var json = Begin(to);
            json.WriteStartArray("thinking_blocks"u8);
            OpenAiThinking.Write(json, block);
            json.WriteEndArray();
            EndChunk(default);
        }

        thought.Clear();
    }

    private void StartCall(ToolCallStarted started, IBufferWriter<byte> to)
    {
        var custom = started.Custom || CustomTools.IsCustom(call, started.Name);
        if (custom && !started.Custom)
        {
            wrapped[started.Index] = new StringBuilder();
        }

        customs.Add(custom);
        Call(to, started.Index, Opaque.WithSignature(started.Id, started.Signature), started.Name, "");
    }

    // Free text that came wrapped as JSON can be told only when it is whole.
    private void Unwrap(IBufferWriter<byte> to)
    {
        foreach (var (index, arguments) in wrapped)
        {
            Call(to, index, null, null, CustomTools.Unwrapped(arguments.ToString()));
        }

        wrapped.Clear();
    }

    private void Call(IBufferWriter<byte> to, int index, string? callId, string? name, string arguments)
    {
        var custom = customs[index];
        var json = Begin(to);
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        if (callId is not null)
        {
            json.WriteString("id"u8, callId);
            json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
        }

        json.WriteStartObject(custom ? "custom"u8 : "function"u8);
        json.Text("name"u8, name);
        json.WriteString(custom ? "input"u8 : "arguments"u8, arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        EndChunk(default);
    }

    private void Text(IBufferWriter<byte> to, ReadOnlySpan<byte> field, string text)
    {
        Begin(to).WriteString(field, text);
        EndChunk(default);
    }

    private Utf8JsonWriter Begin(IBufferWriter<byte> to)
    {
        var json = Head(to);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        return writing = json;
    }

    private void EndChunk(ReadOnlySpan<byte> finish)
    {
        writing.WriteEndObject();
        if (finish.IsEmpty)
        {
            writing.WriteNull("finish_reason"u8);
        }
        else
        {
            writing.WriteString("finish_reason"u8, finish);
        }

        writing.WriteEndObject();
        writing.WriteEndArray();
        if (call.IncludeUsage)
        {
            writing.WriteNull("usage"u8);
        }

        writing.WriteEndObject();
        sse.End();
    }

    private void End(IBufferWriter<byte> to)
    {
        if (call.IncludeUsage && usage is not null)
        {
            var json = Head(to);
            json.WriteStartArray("choices"u8);
            json.WriteEndArray();
            json.WritePropertyName("usage"u8);
            UsageWriter.OpenAi(json, usage.Usage);
            json.Text("service_tier"u8, usage.ServiceTier);
            json.WriteEndObject();
            sse.End();
        }

        to.Write("data: [DONE]\n\n"u8);
    }

    private Utf8JsonWriter Head(IBufferWriter<byte> to)
    {
        var json = sse.Begin(to);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
        return json;
    }
}
