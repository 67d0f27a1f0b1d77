using System.Buffers;
using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Reads lines of JSON until one is done. A body that ends before is cut.</summary>
internal sealed class OllamaStreamReader : IChatStreamReader
{
    private const int LongestLine = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> line = new();
    private int calls;
    private bool started;
    private bool thinking;
    private bool over;

    public void Read(ReadOnlySpan<byte> bytes, List<ChatStreamEvent> events)
    {
        while (!over && bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            line.Write(bytes[..end]);
            bytes = bytes[(end + 1)..];
            Take(events);
        }

        if (!over)
        {
            line.Write(bytes);
            if (line.WrittenCount > LongestLine)
            {
                throw new InvalidDataException($"A line of the provider's answer is larger than {LongestLine} bytes.");
            }
        }
    }

    public void Complete(List<ChatStreamEvent> events)
    {
        if (!over)
        {
            Take(events);
        }

        if (!over)
        {
            Fail(events, ProviderError.Truncated);
        }
    }

    private void Take(List<ChatStreamEvent> events)
    {
        try
        {
            var text = line.WrittenSpan.Trim(" \r\t"u8);
            if (!text.IsEmpty)
            {
                Line(JsonElement.Parse(text), events);
            }
        }
        catch (JsonException)
        {
            Fail(events, ProviderError.Truncated);
        }

        line.ResetWrittenCount();
    }

    private void Line(JsonElement root, List<ChatStreamEvent> events)
    {
        if (root.Field("error").IsSome())
        {
            Fail(events, OllamaErrors.Of(200, root));
            return;
        }

        if (!started)
        {
            started = true;
            events.Add(new AnswerStarted("", root.Text("model") ?? ""));
        }

        var message = root.Object("message");
        if (message.Text("thinking") is { Length: > 0 } thought)
        {
            thinking = true;
            events.Add(new ThinkingDelta(thought));
        }

        if (message.Text("content") is { Length: > 0 } text)
        {
            EndThinking(events);
            events.Add(new TextDelta(text));
        }

        foreach (var part in message.Items("tool_calls"))
        {
            EndThinking(events);
            var call = OllamaAnswers.Call(part, OllamaAnswers.CallId(root, calls));
            events.Add(new ToolCallStarted(calls, call.Id, call.Name, call.Signature));
            if (call.Arguments.Length > 0)
            {
                events.Add(new ToolCallDelta(calls, call.Arguments));
            }

            calls++;
        }

        if (root.Flag("done") == true)
        {
            End(root, events);
        }
    }

    private void End(JsonElement root, List<ChatStreamEvent> events)
    {
        over = true;
        EndThinking(events);
        events.Add(new AnswerFinished(OllamaAnswers.Finish(root.Text("done_reason"), calls > 0)));
        if (UsageReader.Ollama(root) is { } usage)
        {
            events.Add(new UsageReported(usage));
        }

        events.Add(AnswerEnded.Instance);
    }

    private void EndThinking(List<ChatStreamEvent> events)
    {
        if (thinking)
        {
            thinking = false;
            events.Add(new ThinkingEnded(null));
        }
    }

    private void Fail(List<ChatStreamEvent> events, ProviderError error)
    {
        over = true;
        events.Add(new AnswerFailed(error));
    }
}
