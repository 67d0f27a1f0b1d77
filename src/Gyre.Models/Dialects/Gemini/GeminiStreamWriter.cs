using System.Buffers;
using System.Text;
using Gyre.Wire.Sse;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Writes <c>streamGenerateContent?alt=sse</c>. Calls of tools are whole here, so they wait for the end of their arguments; finish reason and usage stand on the last chunk.</summary>
internal sealed class GeminiStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly SseWriter events = new();
    private readonly List<(ToolCallPart Call, StringBuilder Arguments)> calls = [];
    private readonly List<Citation> citations = [];
    private readonly StringBuilder words = new();
    private string model = call.Model;
    private FinishReason? finish;
    private TokenUsage? usage;

    public void Write(ChatStreamEvent next, IBufferWriter<byte> to)
    {
        switch (next)
        {
            case AnswerStarted started:
                model = started.Model.Length > 0 ? started.Model : model;
                break;
            case TextDelta delta:
                words.Append(delta.Text);
                Chunk(to, [new TextPart(delta.Text)]);
                break;
            case Cited cited:
                citations.Add(cited.Citation);
                break;
            case RefusalDelta delta:
                Chunk(to, [new TextPart(delta.Text)]);
                break;
            case ThinkingDelta delta:
                Chunk(to, [new ThinkingPart(delta.Text)]);
                break;
            case ThinkingEnded { Signature: { } signature } ended:
                Chunk(to, [new ThinkingPart("") { Signature = signature, Redacted = ended.Redacted }]);
                break;
            case ToolCallStarted started:
                calls.Add((new ToolCallPart(started.Id, started.Name, "") { Signature = started.Signature, Custom = started.Custom }, new StringBuilder()));
                break;
            case ToolCallDelta delta:
                calls[delta.Index].Arguments.Append(delta.Arguments);
                break;
            case AnswerFinished finished:
                finish = finished.Reason;
                if (calls.Count > 0)
                {
                    Chunk(to, [.. calls.Select(c => c.Call with { Arguments = c.Arguments.ToString() })]);
                }

                break;
            case UsageReported reported:
                usage = reported.Usage;
                break;
            case AnswerFailed failed:
                GeminiErrors.Write(events.Begin(to), failed.Error);
                events.End();
                break;
            case AnswerEnded:
                Chunk(to, []);
                break;
        }
    }

    private void Chunk(IBufferWriter<byte> to, IReadOnlyList<Part> parts)
    {
        GeminiAnswerWriter.Chunk(events.Begin(to), model, stamp, parts, parts.Count == 0 ? finish : null, usage, parts.Count == 0 ? citations : [], parts.Count == 0 && citations.Count > 0 ? words.ToString() : "");
        events.End();
    }
}
