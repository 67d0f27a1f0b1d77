using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Dialects;

/// <summary>Any valid chat, in the neutral form.</summary>
internal static class Neutral
{
    public const string Png = "iVBORw0KGgo=";

    public static JsonElement Schema { get; } = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    private static readonly Gen<string> Text = Gen.Elements("Hi", "é \"q\" \\", "two\nlines", "😀 and ﷽", "{\"a\": 1}", "</think>", "data: x\n\n", " leading", "a");

    private static readonly Gen<Opaque> Signature =
        from origin in Gen.Elements(Dialect.Anthropic, Dialect.Responses, Dialect.Gemini)
        from value in Gen.Elements("EqQBCgIYAhIM", "a+b/c==", "x.y.z_-")
        from id in Gen.Elements(null, "rs_1")
        select new Opaque(origin, value) { Id = origin == Dialect.Responses ? id : null };

    private static readonly Gen<CacheMark?> Cache = Gen.Elements(null, null, null, new CacheMark(), new CacheMark("1h"));

    private static readonly Gen<Part> Words = from text in Text from cache in Cache select (Part)new TextPart(text) { Cache = cache };

    private static readonly Gen<Part> UserPart = Gen.OneOf(
        Words,
        Words,
        Gen.Elements<Part>(
            new ImagePart(new Media { Type = "image/png", Base64 = Png }),
            new ImagePart(new Media { Url = "https://x.example/a.png" }) { Detail = "low" },
            new FilePart(new Media { Type = "application/pdf", Base64 = "JVBERi0=" }) { Name = "a.pdf" }));

    private static readonly Gen<Part> Thinking =
        from text in Gen.Elements("", "Let me see.", "two\nlines")
        from signature in Signature
        from redacted in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (Part)(redacted && signature.Origin == Dialect.Anthropic
            ? new ThinkingPart("") { Signature = signature, Redacted = true }
            : new ThinkingPart(text) { Signature = signature });

    private static readonly Gen<(string Name, string Arguments)> Call =
        from name in Gen.Elements("weather", "add-2_x")
        from arguments in Gen.Elements("""{"city":"Paris"}""", "{}", """{"a":[1,2,{"b":"é\n"}],"c":null}""")
        select (name, arguments);

    /// <summary>One turn of the model and the results of the tools it called.</summary>
    private static Gen<Turn[]> Round(int number) =>
        from thinking in Some(Thinking, 1)
        from text in Some(Words, 1)
        from calls in Some(Call, 3)
        from results in Gen.ArrayOf(Result, calls.Length)
        select Turns(number, thinking, text, calls, results);

    private static readonly Gen<(Part[] Content, bool Failed)> Result =
        from content in Gen.OneOf(Gen.Constant<Part[]>([]), Gen.ArrayOf(Text.Select(t => (Part)new TextPart(t)), 1))
        from failed in Gen.Elements(false, false, true)
        select (content, failed);

    public static Gen<ChatCall> Calls { get; } =
        from system in Some(Gen.NonEmptyListOf(Words).Select(p => new Turn(TurnRole.System, [.. p.Take(2)])), 1)
        from first in Gen.NonEmptyListOf(UserPart)
        from round in Round(0)
        from next in Gen.NonEmptyListOf(UserPart)
        from last in Some(Round(1), 1)
        from tools in Some(Tool, 2)
        from options in Options
        select options with
        {
            Turns = [.. system, new Turn(TurnRole.User, [.. first.Take(3)]), .. round, new Turn(TurnRole.User, [.. next.Take(2)]), .. last.SelectMany(t => t).Where(_ => last is [[.., { Role: TurnRole.Tool }]])],
            Tools = [.. tools.DistinctBy(t => t.Name)],
            ToolChoice = tools.Length == 0 ? null : options.ToolChoice,
            ParallelToolCalls = tools.Length == 0 ? null : options.ParallelToolCalls,
        };

    public static Gen<ChatAnswer> Answers { get; } =
        from thinking in Some(Thinking, 2)
        from text in Some(Text, 1)
        from calls in Some(Call, 3)
        from finish in Gen.Elements(FinishReason.Stop, FinishReason.Length)
        from usage in Gen.Elements(
            null,
            new TokenUsage { FreshInput = 10, Output = 5 },
            new TokenUsage { FreshInput = 10, CacheRead = 7, Output = 5, Reasoning = 3 },
            new TokenUsage { FreshInput = 0, CacheRead = 0, Output = 0, Reasoning = 0 })
        select new ChatAnswer
        {
            Id = "upstream-1",
            Model = "m-2026",
            Parts = [.. thinking, .. text.Select(t => new TextPart(t)), .. calls.Select((c, i) => new ToolCallPart($"call_{i}", c.Name, c.Arguments))],
            Finish = calls.Length > 0 ? FinishReason.ToolCalls : finish,
            Usage = usage,
        };

    private static Gen<ChatTool> Tool =>
        from name in Gen.Elements("weather", "add-2_x")
        from description in Gen.Elements(null, "Tells it.")
        from strict in Gen.Elements<bool?>(null, true)
        from cache in Cache
        select new ChatTool(name) { Description = description, Schema = Schema, Strict = strict, Cache = cache };

    private static Gen<ChatCall> Options =>
        from choice in Gen.Elements(null, new ToolChoice(ToolChoiceKind.Auto), new ToolChoice(ToolChoiceKind.None), new ToolChoice(ToolChoiceKind.Required))
        from parallel in Gen.Elements<bool?>(null, true, false)
        from format in Gen.Elements(null, new AnswerFormat { Name = "answer", Schema = Schema, Strict = true })
        from output in Gen.Elements<long?>(null, 100, 4000)
        from temperature in Gen.Elements<double?>(null, 0, 0.7)
        from topP in Gen.Elements<double?>(null, 0.9)
        from stops in Gen.Elements<string[]>([], ["END"], ["a", "b"])
        from stream in Gen.Elements(true, false)
        from user in Gen.Elements(null, "user-1")
        select new ChatCall
        {
            Model = "m",
            ToolChoice = choice,
            ParallelToolCalls = parallel,
            Format = format,
            MaxOutput = output,
            Temperature = temperature,
            TopP = topP,
            Stops = stops,
            Stream = stream,
            IncludeUsage = stream,
            EndUser = user,
        };

    private static Gen<T[]> Some<T>(Gen<T> of, int most) => from count in Gen.Choose(0, most) from items in Gen.ArrayOf(of, count) select items;

    private static Turn[] Turns(int number, Part[] thinking, Part[] text, (string Name, string Arguments)[] calls, (Part[] Content, bool Failed)[] results)
    {
        // A turn of thinking alone is none that any provider gives.
        if (text.Length + calls.Length == 0)
        {
            text = [new TextPart("Well.")];
        }

        var ids = calls.Select((_, i) => $"call_{number}_{i}").ToArray();
        var spoken = new Turn(TurnRole.Assistant, [.. thinking, .. text, .. calls.Select((c, i) => new ToolCallPart(ids[i], c.Name, c.Arguments))]);
        return calls.Length == 0
            ? [spoken]
            : [spoken, new Turn(TurnRole.Tool, [.. results.Select((r, i) => new ToolResultPart(ids[i], r.Content) { IsError = r.Failed, Name = calls[i].Name })])];
    }
}
