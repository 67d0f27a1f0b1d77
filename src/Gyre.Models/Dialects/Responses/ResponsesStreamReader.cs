using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Json;
using Gyre.Wire.OpenAi;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Reads the events of <c>responses</c>.</summary>
internal sealed class ResponsesStreamReader : SseStreamReader
{
    private readonly Dictionary<long, Open> items = [];
    private bool started;
    private bool refused;
    private int calls;
    private int letters;

    protected override void Next(JsonElement data, string? type, List<ChatStreamEvent> events)
    {
        switch (data.Text("type") ?? type)
        {
            case "response.created" or "response.in_progress":
                Start(data.Object("response"), events);
                break;
            case "response.output_item.added":
                Begin(At(data), data.Object("item"), events);
                break;
            case "response.output_text.delta":
                At(data).Start ??= letters;
                letters += data.Text("delta")?.Length ?? 0;
                Add(At(data), data.Text("delta"), static t => new TextDelta(t), events);
                break;
            case "response.output_text.annotation.added" when OpenAiCitations.One(data.Object("annotation"), At(data).Start ?? 0) is { } citation:
                events.Add(new Cited(citation));
                break;
            case "response.refusal.delta":
                refused = true;
                Add(At(data), data.Text("delta"), static t => new RefusalDelta(t), events);
                break;
            case "response.reasoning_summary_part.added" when data.Whole("summary_index") > 0:
                events.Add(new ThinkingDelta(ResponsesReasoning.Break));
                break;
            case "response.reasoning_summary_text.delta":
                Add(At(data), data.Text("delta"), static t => new ThinkingDelta(t), events);
                break;
            case "response.reasoning_text.delta":
                Add(At(data), data.Text("delta"), static t => new ThinkingDelta(t), events);
                break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta":
                var open = At(data);
                Add(open, data.Text("delta"), t => new ToolCallDelta(open.Call, t), events);
                break;
            case "response.output_item.done":
                Done(data, events);
                break;
            case "response.completed" or "response.incomplete":
                Finish(data.Object("response"), events);
                break;
            case "response.failed":
                Fail(Error(data.Object("response")), events);
                break;
            case "error":
                Fail(Error(data), events);
                break;
        }
    }

    private static void Add(Open item, string? text, Func<string, ChatStreamEvent> delta, List<ChatStreamEvent> events)
    {
        if (!string.IsNullOrEmpty(text))
        {
            item.Told = true;
            events.Add(delta(text));
        }
    }

    // The envelope, or the error's fields bare.
    private static ProviderError Error(JsonElement data) => OpenAiErrors.InStream(
        OpenAiError.Of(data) ?? new OpenAiError(data.Text("message") ?? "The provider reported an error and said nothing more.", null, data.Text("code"), data.Text("param")));

    private Open At(JsonElement data)
    {
        var index = data.Whole("output_index") ?? 0;
        return items.TryGetValue(index, out var item) ? item : items[index] = new Open();
    }

    private void Start(JsonElement response, List<ChatStreamEvent> events)
    {
        if (!started)
        {
            started = true;
            events.Add(new AnswerStarted(response.Text("id") ?? "", response.Text("model") ?? ""));
        }
    }

    private void Begin(Open open, JsonElement item, List<ChatStreamEvent> events)
    {
        Start(default, events);
        if (item.Text("type") is "function_call" or "custom_tool_call")
        {
            open.Call = calls++;
            var id = ResponsesAnswerReader.CallId(item, out var signature);
            events.Add(new ToolCallStarted(open.Call, id, item.Text("name") ?? "", signature, item.Text("type") == "custom_tool_call"));
        }
    }

    // What some servers tell at the end only is told now.
    private void Done(JsonElement data, List<ChatStreamEvent> events)
    {
        var open = At(data);
        foreach (var part in ResponsesAnswerReader.Parts(data.Object("item"), 0))
        {
            switch (part)
            {
                case ThinkingPart thinking:
                    Add(open, open.Told ? null : thinking.Text, static t => new ThinkingDelta(t), events);
                    events.Add(new ThinkingEnded(thinking.Signature, thinking.Redacted));
                    break;
                case TextPart text when !open.Told:
                    events.Add(new TextDelta(text.Text));
                    break;
                case RefusalPart refusal when !open.Told:
                    refused = true;
                    events.Add(new RefusalDelta(refusal.Text));
                    break;
                case ToolCallPart call:
                    if (open.Call < 0)
                    {
                        Begin(open, data.Object("item"), events);
                    }

                    Add(open, open.Told ? null : call.Arguments, t => new ToolCallDelta(open.Call, t), events);
                    break;
            }
        }
    }

    private void Finish(JsonElement response, List<ChatStreamEvent> events)
    {
        Start(response, events);
        events.Add(new AnswerFinished(ResponsesAnswerReader.Finish(response, calls > 0, refused)));
        if (ResponsesAnswerReader.Usage(response) is { } usage)
        {
            events.Add(new UsageReported(usage) { ServiceTier = response.Text("service_tier") });
        }

        End(events);
    }

    private sealed class Open
    {
        public int Call { get; set; } = -1;

        public bool Told { get; set; }

        public int? Start { get; set; }
    }
}
