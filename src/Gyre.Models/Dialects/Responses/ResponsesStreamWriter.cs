using System.Buffers;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Responses;

/// <summary>
/// Writes the events of <c>responses</c>: created, in progress, then for each item added, its parts, deltas and done, then completed with the whole answer.
/// Every event has its number; items of tools may be open side by side.
/// </summary>
internal sealed class ResponsesStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly ResponsesEvents happening = new();
    private readonly ResponsesAnswerWriter answers = new(call, stamp);
    private readonly List<ResponsesItem> items = [];
    private readonly List<ResponsesItem> tools = [];
    private ResponsesItem? open;
    private string model = "";
    private string? tier;
    private TokenUsage? usage;
    private FinishReason finish;

    public void Write(ChatStreamEvent next, IBufferWriter<byte> to)
    {
        switch (next)
        {
            case AnswerStarted started:
                model = started.Model;
                Response(to, "response.created"u8, "in_progress", null);
                Response(to, "response.in_progress"u8, "in_progress", null);
                break;
            case TextDelta delta:
                Words(new TextPart(""), delta.Text, "response.output_text.delta"u8, to);
                break;
            case Cited cited when open is { Part: TextPart words } item:
                item.Part = words with { Citations = [.. words.Citations, cited.Citation] };
                happening.Begin(to, "response.output_text.annotation.added"u8, item);
                happening.Json.WriteNumber("content_index"u8, 0);
                happening.Json.WriteNumber("annotation_index"u8, words.Citations.Count);
                happening.Json.WritePropertyName("annotation"u8);
                OpenAiCitations.Write(happening.Json, cited.Citation, item.Before, item.Text.Length, nested: false);
                happening.End();
                break;
            case RefusalDelta delta:
                Words(new RefusalPart(""), delta.Text, "response.refusal.delta"u8, to);
                break;
            case ThinkingDelta delta:
                Thinking(delta.Text, to);
                break;
            case ThinkingEnded ended:
                EndThinking(ended, to);
                break;
            case ToolCallStarted started:
                Close(to);
                tools.Add(Begin(new ToolCallPart(started.Id, started.Name, "") { Signature = started.Signature, Custom = started.Custom }, to));
                break;
            case ToolCallDelta delta:
                Arguments(tools[delta.Index], delta.Arguments, to);
                break;
            case UsageReported reported:
                (usage, tier) = (reported.Usage, reported.ServiceTier ?? tier);
                break;
            case AnswerFinished finished:
                finish = finished.Reason;
                Close(to);
                tools.ForEach(t => EndCall(t, to));
                break;
            case AnswerEnded:
                var status = ResponsesAnswerWriter.Status(finish);
                Response(to, status == "completed" ? "response.completed"u8 : "response.incomplete"u8, status, null);
                break;
            case AnswerFailed failed:
                Response(to, "response.failed"u8, "failed", failed.Error);
                break;
        }
    }

    private ChatAnswer Answer => new() { Model = model, Parts = [.. items.Where(i => i.Done).Select(i => i.Whole)], Finish = finish, Usage = usage, ServiceTier = tier };

    private void Response(IBufferWriter<byte> to, ReadOnlySpan<byte> type, string status, ProviderError? error)
    {
        happening.Begin(to, type);
        happening.Json.WritePropertyName("response"u8);
        answers.Response(happening.Json, status, Answer, error);
        happening.End();
    }

    private void Words(Part kind, string text, ReadOnlySpan<byte> type, IBufferWriter<byte> to)
    {
        if (open?.Part.GetType() != kind.GetType())
        {
            Close(to);
            open = Begin(kind, to);
            happening.Begin(to, "response.content_part.added"u8, open);
            happening.Json.WriteNumber("content_index"u8, 0);
            happening.Json.WritePropertyName("part"u8);
            ResponsesAnswerWriter.Content(happening.Json, kind, 0);
            happening.End();
        }

        open.Text.Append(text);
        happening.Begin(to, type, open);
        happening.Json.WriteNumber("content_index"u8, 0);
        happening.Json.WriteString("delta"u8, text);
        if (kind is TextPart)
        {
            NoLogprobs();
        }

        happening.End();
    }

    private void Thinking(string text, IBufferWriter<byte> to)
    {
        if (open?.Part is not ThinkingPart)
        {
            Close(to);
            open = Begin(new ThinkingPart(""), to);
        }

        if (open.Text.Length == 0)
        {
            happening.Begin(to, "response.reasoning_summary_part.added"u8, open);
            happening.Json.WriteNumber("summary_index"u8, 0);
            happening.Json.WritePropertyName("part"u8);
            ResponsesReasoning.Summary(happening.Json, "");
            happening.End();
        }

        open.Text.Append(text);
        happening.Begin(to, "response.reasoning_summary_text.delta"u8, open);
        happening.Json.WriteNumber("summary_index"u8, 0);
        happening.Json.WriteString("delta"u8, text);
        happening.End();
    }

    private void EndThinking(ThinkingEnded ended, IBufferWriter<byte> to)
    {
        if (open?.Part is not ThinkingPart)
        {
            if (ended.Signature is null)
            {
                return;
            }

            Close(to);
            open = Begin(new ThinkingPart(""), to);
        }

        open.Part = ((ThinkingPart)open.Part) with { Signature = ended.Signature, Redacted = ended.Redacted };
        Close(to);
    }

    private void Arguments(ResponsesItem tool, string more, IBufferWriter<byte> to)
    {
        tool.Text.Append(more);
        var made = (ToolCallPart)tool.Part;
        if (answers.IsCustom(made) && !made.Custom)
        {
            // Free text that came wrapped as JSON can be told only when it is whole.
            return;
        }

        happening.Begin(to, made.Custom ? "response.custom_tool_call_input.delta"u8 : "response.function_call_arguments.delta"u8, tool);
        happening.Json.WriteString("delta"u8, more);
        happening.End();
    }

    private void EndCall(ResponsesItem tool, IBufferWriter<byte> to)
    {
        var made = (ToolCallPart)tool.Whole;
        var (custom, arguments) = (answers.IsCustom(made), answers.Arguments(made));
        if (custom && !made.Custom)
        {
            happening.Begin(to, "response.custom_tool_call_input.delta"u8, tool);
            happening.Json.WriteString("delta"u8, arguments);
            happening.End();
        }

        happening.Begin(to, custom ? "response.custom_tool_call_input.done"u8 : "response.function_call_arguments.done"u8, tool);
        if (!custom)
        {
            happening.Json.WriteString("name"u8, made.Name);
        }

        happening.Json.WriteString(custom ? "input"u8 : "arguments"u8, arguments);
        happening.End();
        EndItem(tool, to);
    }

    // Ends the item of words or thinking that is open.
    private void Close(IBufferWriter<byte> to)
    {
        if (open is not { } item)
        {
            return;
        }

        open = null;
        var text = item.Text.ToString();
        if (item.Part is ThinkingPart)
        {
            if (text.Length > 0)
            {
                happening.Begin(to, "response.reasoning_summary_text.done"u8, item);
                happening.Json.WriteNumber("summary_index"u8, 0);
                happening.Json.WriteString("text"u8, text);
                happening.End();
                happening.Begin(to, "response.reasoning_summary_part.done"u8, item);
                happening.Json.WriteNumber("summary_index"u8, 0);
                happening.Json.WritePropertyName("part"u8);
                ResponsesReasoning.Summary(happening.Json, text);
                happening.End();
            }
        }
        else
        {
            var refusal = item.Part is RefusalPart;
            happening.Begin(to, refusal ? "response.refusal.done"u8 : "response.output_text.done"u8, item);
            happening.Json.WriteNumber("content_index"u8, 0);
            happening.Json.WriteString(refusal ? "refusal"u8 : "text"u8, text);
            if (!refusal)
            {
                NoLogprobs();
            }

            happening.End();
            happening.Begin(to, "response.content_part.done"u8, item);
            happening.Json.WriteNumber("content_index"u8, 0);
            happening.Json.WritePropertyName("part"u8);
            ResponsesAnswerWriter.Content(happening.Json, item.Whole, item.Before);
            happening.End();
        }

        EndItem(item, to);
    }

    private ResponsesItem Begin(Part part, IBufferWriter<byte> to)
    {
        var item = new ResponsesItem(part, items.Count, answers.ItemId(part, items.Count)) { Before = items.Where(i => i.Part is TextPart).Sum(i => i.Text.Length) };
        items.Add(item);
        happening.Begin(to, "response.output_item.added"u8);
        happening.Json.WriteNumber("output_index"u8, item.Index);
        happening.Json.WritePropertyName("item"u8);
        Shown(item, "in_progress");
        happening.End();
        return item;
    }

    private void EndItem(ResponsesItem item, IBufferWriter<byte> to)
    {
        item.Done = true;
        happening.Begin(to, "response.output_item.done"u8);
        happening.Json.WriteNumber("output_index"u8, item.Index);
        happening.Json.WritePropertyName("item"u8);
        Shown(item, "completed");
        happening.End();
    }

    private void Shown(ResponsesItem item, string status)
    {
        if (item.Whole is ThinkingPart thinking)
        {
            ResponsesReasoning.Write(happening.Json, thinking, item.Id);
        }
        else if (status == "in_progress" && item.Part is ToolCallPart made)
        {
            happening.Json.WriteStartObject();
            happening.Json.WriteString("id"u8, item.Id);
            happening.Json.WriteString("type"u8, answers.IsCustom(made) ? "custom_tool_call"u8 : "function_call"u8);
            happening.Json.WriteString("status"u8, status);
            happening.Json.WriteString("call_id"u8, Opaque.WithSignature(made.Id, made.Signature));
            happening.Json.WriteString("name"u8, made.Name);
            happening.Json.WriteString(answers.IsCustom(made) ? "input"u8 : "arguments"u8, ""u8);
            happening.Json.WriteEndObject();
        }
        else
        {
            answers.Item(happening.Json, item.Whole, item.Index, status, item.Before);
        }
    }

    private void NoLogprobs()
    {
        happening.Json.WriteStartArray("logprobs"u8);
        happening.Json.WriteEndArray();
    }
}
