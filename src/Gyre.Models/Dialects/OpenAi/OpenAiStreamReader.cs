using System.Text;
using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Reads the chunks of <c>chat/completions</c>, as OpenAI, Azure and servers in their style send them.</summary>
internal sealed class OpenAiStreamReader : SseStreamReader
{
    private readonly ToolCallSlots slots = new();
    private readonly List<Begun> calls = [];
    private string id = "";
    private bool started;
    private bool thinking;
    private bool refused;
    private bool finished;
    private int shown;

    protected override void Next(JsonElement data, string? type, List<ChatStreamEvent> events)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if ((data.Field("error").IsSome() || data.Text("object") == "error") && OpenAiError.Of(data) is { } error)
        {
            Fail(OpenAiErrors.InStream(error), events);
            return;
        }

        if (data.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            Start(data, events);
            Choice(choices[0], events);
        }

        if ((UsageReader.OpenAi(data.Field("usage")) ?? UsageReader.OpenAi(data.Object("x_groq").Field("usage"))) is { } usage)
        {
            events.Add(new UsageReported(usage) { ServiceTier = data.Text("service_tier") });
        }
    }

    protected override void Done(List<ChatStreamEvent> events)
    {
        Start(default, events);
        Finish(FinishReason.Stop, events);
        End(events);
    }

    // Some servers never send [DONE]; a finish reason is as good.
    protected override void Cut(List<ChatStreamEvent> events)
    {
        if (finished)
        {
            End(events);
        }
        else
        {
            base.Cut(events);
        }
    }

    private void Start(JsonElement chunk, List<ChatStreamEvent> events)
    {
        if (!started)
        {
            started = true;
            id = chunk.Text("id") ?? "";
            events.Add(new AnswerStarted(id, chunk.Text("model") ?? ""));
        }
    }

    private void Choice(JsonElement choice, List<ChatStreamEvent> events)
    {
        // Azure's late chunks of filter results, and further choices nobody asked for.
        if (finished || choice.Whole("index") > 0)
        {
            return;
        }

        var delta = choice.Object("delta") is { ValueKind: JsonValueKind.Object } inner ? inner : choice.Object("message");
        if (delta.ValueKind == JsonValueKind.Object)
        {
            Delta(delta, events);
        }

        if (choice.Text("finish_reason") is { } reason)
        {
            Finish(OpenAiFinish.Read(reason), events);
        }
    }

    private void Delta(JsonElement delta, List<ChatStreamEvent> events)
    {
        if (OpenAiThinking.Text(delta) is { Length: > 0 } thought)
        {
            thinking = true;
            events.Add(new ThinkingDelta(thought));
        }

        foreach (var block in delta.Items("thinking_blocks"))
        {
            if (OpenAiThinking.Block(block) is { Signature: not null } signed)
            {
                thinking = false;
                events.Add(new ThinkingEnded(signed.Signature, signed.Redacted));
            }
        }

        foreach (var part in OpenAiAnswerReader.Content(delta.Field("content")))
        {
            if (part is ThinkingPart more)
            {
                thinking = true;
                events.Add(new ThinkingDelta(more.Text));
            }
            else
            {
                EndThinking(events);
                events.Add(new TextDelta(((TextPart)part).Text));
            }
        }

        events.AddRange(OpenAiCitations.Read(delta).Select(c => new Cited(c)));
        if (delta.Text("refusal") is { Length: > 0 } refusal)
        {
            EndThinking(events);
            refused = true;
            events.Add(new RefusalDelta(refusal));
        }

        foreach (var fragment in delta.Items("tool_calls"))
        {
            Fragment(fragment, fragment.Object("custom"), events);
        }

        if (delta.Object("function_call") is { ValueKind: JsonValueKind.Object } old)
        {
            Piece(null, 0, old.Text("name"), Arguments(old, "arguments"), custom: false, default, events);
        }
    }

    private void Fragment(JsonElement fragment, JsonElement custom, List<ChatStreamEvent> events)
    {
        var isCustom = custom.ValueKind == JsonValueKind.Object;
        var function = isCustom ? custom : fragment.Object("function");
        var given = Opaque.SplitId(fragment.Text("id") ?? "", out var signature);
        Piece(given, (int?)fragment.Whole("index"), function.Text("name"), Arguments(function, isCustom ? "input" : "arguments"), isCustom, signature, events);
    }

    private void Piece(string? given, int? index, string? name, string arguments, bool custom, Opaque? signature, List<ChatStreamEvent> events)
    {
        EndThinking(events);
        var at = slots.Find(given, index, name, arguments.Length > 0);
        if (at == calls.Count)
        {
            calls.Add(new Begun());
        }

        var call = calls[at];
        call.Signature ??= signature;
        if (call.Number < 0 && slots.Name(at) is { } known)
        {
            // What came before the name waited for it.
            call.Number = shown++;
            events.Add(new ToolCallStarted(call.Number, slots.Id(at) ?? OpenAiAnswerReader.MadeId(id, call.Number), known, call.Signature, custom));
            arguments = call.Waiting?.Append(arguments).ToString() ?? arguments;
        }

        if (call.Number < 0)
        {
            (call.Waiting ??= new StringBuilder()).Append(arguments);
        }
        else if (arguments.Length > 0)
        {
            events.Add(new ToolCallDelta(call.Number, arguments));
        }
    }

    private void Finish(FinishReason reason, List<ChatStreamEvent> events)
    {
        if (!finished)
        {
            EndThinking(events);
            finished = true;
            events.Add(new AnswerFinished(FinishReasons.With(reason, shown > 0, refused)));
        }
    }

    private void EndThinking(List<ChatStreamEvent> events)
    {
        if (thinking)
        {
            thinking = false;
            events.Add(new ThinkingEnded(null));
        }
    }

    private static string Arguments(JsonElement function, string name) => function.Field(name) switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var whole => whole.GetRawText(),
    };

    private sealed class Begun
    {
        public int Number { get; set; } = -1;

        public Opaque? Signature { get; set; }

        public StringBuilder? Waiting { get; set; }
    }
}
