using System.Buffers;
using System.Text;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Writes lines of JSON. Calls of tools are whole here, so they wait for the end of their arguments; usage stands on the last line.</summary>
internal sealed class OllamaStreamWriter(ChatCall call, AnswerStamp stamp, bool generates) : IChatStreamWriter
{
    private readonly List<(ToolCallPart Call, StringBuilder Arguments)> calls = [];
    private string model = call.Model;
    private FinishReason finish;
    private TokenUsage? usage;

    public void Write(ChatStreamEvent next, IBufferWriter<byte> to)
    {
        switch (next)
        {
            case AnswerStarted started:
                model = started.Model.Length > 0 ? started.Model : model;
                break;
            case TextDelta delta:
                Line(to, delta.Text, "", [], null);
                break;
            case RefusalDelta delta:
                Line(to, delta.Text, "", [], null);
                break;
            case ThinkingDelta delta:
                Line(to, "", delta.Text, [], null);
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
                    Line(to, "", "", [.. calls.Select(c => c.Call with { Arguments = c.Arguments.ToString() })], null);
                }

                break;
            case UsageReported reported:
                usage = reported.Usage;
                break;
            case AnswerFailed failed:
                JsonOut.Write(to, failed.Error, OllamaErrors.Write);
                to.Write("\n"u8);
                break;
            case AnswerEnded:
                Line(to, "", "", [], finish);
                break;
        }
    }

    private void Line(IBufferWriter<byte> to, string text, string thinking, IReadOnlyList<ToolCallPart> tools, FinishReason? end)
    {
        JsonOut.Write(to, (model, stamp, generates, text, thinking, tools, end, usage), static (json, l) => OllamaAnswers.Line(json, l.model, l.stamp, l.generates, l.text, l.thinking, l.tools, l.end, l.usage));
        to.Write("\n"u8);
    }
}
