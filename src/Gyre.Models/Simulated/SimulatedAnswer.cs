using System.Buffers;
using System.Globalization;
using Gyre.Models.Dialects;
using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Models.Simulated;

/// <summary>An answer as it goes out: its bytes, one piece for each step of a stream.</summary>
/// <param name="Pieces">In order.</param>
/// <param name="IsStream">Whether they go out one by one.</param>
/// <param name="Tokens">Of the answer.</param>
/// <param name="ContentType">Of the body.</param>
internal sealed record SimulatedAnswer(byte[][] Pieces, bool IsStream, int Tokens, string ContentType)
{
    private const string Thought = "The user asks for something; a simulated answer will do.";

    private static readonly string[] Vocabulary = ["simulated", " words", " follow", " one", " another", " and", " mean", " nothing", " at", " all", ",", " which", " is", " what", " load", " tests", " need", "."];

    /// <summary>Bytes of all pieces.</summary>
    public int Length { get; } = Pieces.Sum(p => p.Length);

    /// <summary>Of the response.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = IsStream
        ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["content-type"] = ContentType }
        : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["content-type"] = ContentType, ["content-length"] = Pieces.Sum(p => p.Length).ToString(CultureInfo.InvariantCulture) };

    /// <summary>The answer to a call, in the dialect of its operation.</summary>
    /// <param name="key">Its length, and how it goes out.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="text">What it says; null for words that mean nothing, or what the form asked for wants.</param>
    public static SimulatedAnswer Of(AnswerKey key, ChatCall call, string? text = null)
    {
        var dialect = ChatDialects.Of(key.Operation.Dialect);
        var stamp = new AnswerStamp("simulated", DateTimeOffset.UnixEpoch);
        var answer = Neutral(key, call, text);
        var to = new ArrayBufferWriter<byte>();
        if (!key.Stream)
        {
            dialect.WriteAnswer(answer, call, stamp, to);
            return new SimulatedAnswer([to.WrittenSpan.ToArray()], false, key.Tokens, "application/json");
        }

        var writer = dialect.OpenWriter(call, stamp);
        var pieces = new List<byte[]>();
        foreach (var next in AnswerEvents.Of(answer).SelectMany(e => Steps(e, key.Tokens)))
        {
            writer.Write(next, to);
            if (to.WrittenCount > 0)
            {
                pieces.Add(to.WrittenSpan.ToArray());
                to.ResetWrittenCount();
            }
        }

        return new SimulatedAnswer([.. pieces], true, key.Tokens, dialect.StreamContentType);
    }

    /// <summary>A text of so many tokens.</summary>
    public static string Words(int tokens) => string.Concat(Enumerable.Range(0, tokens).Select(Word));

    /// <summary>The token at a place of it.</summary>
    public static string Word(int at) => Vocabulary[at % Vocabulary.Length];

    private static ChatAnswer Neutral(in AnswerKey key, ChatCall call, string? text)
    {
        var calls = text is null ? Calls(call) : [];
        var thinks = call.Reasoning is { Off: false };
        return new ChatAnswer
        {
            Id = "simulated",
            Model = key.Model,
            Parts =
            [
                .. thinks ? [new ThinkingPart(Thought) { Signature = new Opaque(key.Operation.Dialect, "c2ltdWxhdGVk") }] : Array.Empty<Part>(),
                .. calls.Length > 0 ? calls : [new TextPart(text ?? Text(call, key.Tokens))],
            ],
            Finish = calls.Length > 0 ? FinishReason.ToolCalls : key.Limited && text is null ? FinishReason.Length : FinishReason.Stop,
            Usage = new TokenUsage { FreshInput = key.InputTokens, Output = key.Tokens, Reasoning = thinks ? 12 : null },
        };
    }

    // Tools are called once: what follows their results is an answer.
    private static Part[] Calls(ChatCall call)
    {
        if (call.Tools.Count == 0 || call.ToolChoice?.Kind == ToolChoiceKind.None || call.Turns is [.., { Role: TurnRole.Tool }])
        {
            return [];
        }

        var called = call.ToolChoice is { Kind: ToolChoiceKind.Named, Name: { } name }
            ? call.Tools.Where(t => t.Name == name)
            : call.Tools.Take(call.ParallelToolCalls == false ? 1 : 2);
        return [.. called.Select((t, i) => new ToolCallPart($"call_{i}", t.Name, t.Custom ? "simulated" : Filled(t.Schema)) { Custom = t.Custom })];
    }

    private static string Text(ChatCall call, int tokens) => call.Format switch
    {
        { HasSchema: true } format => Filled(format.Schema),
        { } => """{"answer":"simulated"}""",
        null => Words(tokens),
    };

    private static string Filled(System.Text.Json.JsonElement schema) => new SchemaFiller(schema, new Quotation("simulated", true), "").Fill()?.ToJsonString() ?? "{}";

    // A token at a time, as providers do.
    private static IEnumerable<ChatStreamEvent> Steps(ChatStreamEvent whole, int tokens) => whole switch
    {
        TextDelta { Text: ['s', ..] } => Enumerable.Range(0, tokens).Select(i => new TextDelta(Word(i))),
        TextDelta text => text.Text.Chunk(8).Select(c => new TextDelta(new string(c))),
        ThinkingDelta thinking => thinking.Text.Chunk(16).Select(c => new ThinkingDelta(new string(c))),
        ToolCallDelta call => call.Arguments.Chunk(8).Select(c => new ToolCallDelta(call.Index, new string(c))),
        _ => [whole],
    };
}
