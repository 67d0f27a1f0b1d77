using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Sse;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Responses;

/// <summary>
/// Writes the events of <c>responses</c>: created, in progress, then for each item added, its parts, deltas and done, then completed with the whole answer.
/// Every event has its number; items of tools may be open side by side.
/// </summary>
internal sealed class ResponsesStreamWriter(ChatCall call, AnswerStamp stamp) : IChatStreamWriter
{
    private readonly SseWriter sse = new();
    private readonly ResponsesAnswerWriter answers = new(call, stamp);
    private readonly List<Item> items = [];
    private readonly List<Item> tools = [];
    private Item? open;
    private Utf8JsonWriter json = null!;
    private string model = "";
    private string? tier;
    private TokenUsage? usage;
    private FinishReason finish;
    private int sequence;

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
                Head(to, "response.output_text.annotation.added"u8, item);
                json.WriteNumber("content_index"u8, 0);
                json.WriteNumber("annotation_index"u8, words.Citations.Count);
                json.WritePropertyName("annotation"u8);
                OpenAiCitations.Write(json, cited.Citation, item.Before, item.Text.Length, nested: false);
                End();
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
        Head(to, type);
        json.WritePropertyName("response"u8);
        answers.Response(json, status, Answer, error);
        End();
    }

    private void Words(Part kind, string text, ReadOnlySpan<byte> type, IBufferWriter<byte> to)
    {
        if (open?.Part.GetType() != kind.GetType())
        {
            Close(to);
            open = Begin(kind, to);
            Head(to, "response.content_part.added"u8, open);
            json.WriteNumber("content_index"u8, 0);
            json.WritePropertyName("part"u8);
            ResponsesAnswerWriter.Content(json, kind, 0);
            End();
        }

        open.Text.Append(text);
        Head(to, type, open);
        json.WriteNumber("content_index"u8, 0);
        json.WriteString("delta"u8, text);
        if (kind is TextPart)
        {
            NoLogprobs();
        }

        End();
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
            Head(to, "response.reasoning_summary_part.added"u8, open);
            json.WriteNumber("summary_index"u8, 0);
            json.WritePropertyName("part"u8);
            ResponsesReasoning.Summary(json, "");
            End();
        }

        open.Text.Append(text);
        Head(to, "response.reasoning_summary_text.delta"u8, open);
        json.WriteNumber("summary_index"u8, 0);
        json.WriteString("delta"u8, text);
        End();
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

    private void Arguments(Item tool, string more, IBufferWriter<byte> to)
    {
        tool.Text.Append(more);
        var made = (ToolCallPart)tool.Part;
        if (answers.IsCustom(made) && !made.Custom)
        {
            // Free text that came wrapped as JSON can be told only when it is whole.
            return;
        }

        Head(to, made.Custom ? "response.custom_tool_call_input.delta"u8 : "response.function_call_arguments.delta"u8, tool);
        json.WriteString("delta"u8, more);
        End();
    }

    private void EndCall(Item tool, IBufferWriter<byte> to)
    {
        var made = (ToolCallPart)tool.Whole;
        var (custom, arguments) = (answers.IsCustom(made), answers.Arguments(made));
        if (custom && !made.Custom)
        {
            Head(to, "response.custom_tool_call_input.delta"u8, tool);
            json.WriteString("delta"u8, arguments);
            End();
        }

        Head(to, custom ? "response.custom_tool_call_input.done"u8 : "response.function_call_arguments.done"u8, tool);
        if (!custom)
        {
            json.WriteString("name"u8, made.Name);
        }

        json.WriteString(custom ? "input"u8 : "arguments"u8, arguments);
        End();
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
                Head(to, "response.reasoning_summary_text.done"u8, item);
                json.WriteNumber("summary_index"u8, 0);
                json.WriteString("text"u8, text);
                End();
                Head(to, "response.reasoning_summary_part.done"u8, item);
                json.WriteNumber("summary_index"u8, 0);
                json.WritePropertyName("part"u8);
                ResponsesReasoning.Summary(json, text);
                End();
            }
        }
        else
        {
            var refusal = item.Part is RefusalPart;
            Head(to, refusal ? "response.refusal.done"u8 : "response.output_text.done"u8, item);
            json.WriteNumber("content_index"u8, 0);
            json.WriteString(refusal ? "refusal"u8 : "text"u8, text);
            if (!refusal)
            {
                NoLogprobs();
            }

            End();
            Head(to, "response.content_part.done"u8, item);
            json.WriteNumber("content_index"u8, 0);
            json.WritePropertyName("part"u8);
            ResponsesAnswerWriter.Content(json, item.Whole, item.Before);
            End();
        }

        EndItem(item, to);
    }

    private Item Begin(Part part, IBufferWriter<byte> to)
    {
        var item = new Item(part, items.Count, answers.ItemId(part, items.Count)) { Before = items.Where(i => i.Part is TextPart).Sum(i => i.Text.Length) };
        items.Add(item);
        Head(to, "response.output_item.added"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        Shown(item, "in_progress");
        End();
        return item;
    }

    private void EndItem(Item item, IBufferWriter<byte> to)
    {
        item.Done = true;
        Head(to, "response.output_item.done"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        Shown(item, "completed");
        End();
    }

    private void Shown(Item item, string status)
    {
        if (item.Whole is ThinkingPart thinking)
        {
            ResponsesReasoning.Write(json, thinking, item.Id);
        }
        else if (status == "in_progress" && item.Part is ToolCallPart made)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, item.Id);
            json.WriteString("type"u8, answers.IsCustom(made) ? "custom_tool_call"u8 : "function_call"u8);
            json.WriteString("status"u8, status);
            json.WriteString("call_id"u8, Opaque.WithSignature(made.Id, made.Signature));
            json.WriteString("name"u8, made.Name);
            json.WriteString(answers.IsCustom(made) ? "input"u8 : "arguments"u8, ""u8);
            json.WriteEndObject();
        }
        else
        {
            answers.Item(json, item.Whole, item.Index, status, item.Before);
        }
    }

    private void Head(IBufferWriter<byte> to, ReadOnlySpan<byte> type, Item item)
    {
        Head(to, type);
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
    }

    private void Head(IBufferWriter<byte> to, ReadOnlySpan<byte> type)
    {
        json = sse.Begin(to, type);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, sequence++);
    }

    private void NoLogprobs()
    {
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
    }

    private void End()
    {
        json.WriteEndObject();
        sse.End();
    }

    private sealed class Item(Part part, int index, string id)
    {
        public Part Part { get; set; } = part;

        public int Index { get; } = index;

        public string Id { get; } = id;

        public bool Done { get; set; }

        /// <summary>Letters of words in the items before.</summary>
        public int Before { get; init; }

        public StringBuilder Text { get; } = new();

        /// <summary>The part with what was streamed.</summary>
        public Part Whole => Part switch
        {
            TextPart words => words with { Text = Text.ToString() },
            RefusalPart => new RefusalPart(Text.ToString()),
            ThinkingPart thinking => thinking with { Text = Text.ToString() },
            ToolCallPart made => made with { Arguments = Text.ToString() },
            _ => Part,
        };
    }
}
