using System.Text.Json;
using Gyre.Models.Calls;
using Gyre.Models.Offline;
using Gyre.Models.Providers;

namespace Gyre.Models.Tests.Offline;

/// <summary>What the stand-in says to which prompt.</summary>
public sealed class OfflineProviderTests
{
    private const string Manual = """
        # Brewline One

        ## Water
        The tank holds 1.25 litres. The hoses are of silicone.

        ## Faults
        - E1: the lid is open. Close it until it clicks.
        - E2: the tank is empty. Fill it.
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("How much water does the tank hold?", "The tank holds 1.25 litres.")]
    [InlineData("What does E1 mean?", "E1: the lid is open. Close it until it clicks.")]
    [InlineData("Can it grind whole beans?", Quotation.NotSaid)]
    [InlineData("Who wrote Hamlet?", Quotation.NotSaid)]
    public async Task It_quotes_what_the_context_says_and_admits_what_it_does_not(string question, string answer) =>
        Assert.Equal(answer, await AskAsync("You answer questions.\n\nContext:\n" + Manual, question));

    [Fact]
    public async Task The_question_may_be_marked_in_one_message() =>
        Assert.Equal("The tank holds 1.25 litres.", await AskAsync(null, $"Use only the context.\n\n# Context\n{Manual}\n\n# Question\nHow much does the tank hold?\n\n# Answer\n"));

    [Fact]
    public async Task Documents_may_follow_the_question() =>
        Assert.Equal("The tank holds 1.25 litres.", await AskAsync(null, $"Question: How much does the tank hold?\n\nDocuments:\n{Manual}"));

    [Fact]
    public async Task Without_marks_what_is_said_to_the_assistant_is_no_context() =>
        Assert.Equal("The tank holds 1.25 litres.", await AskAsync("You are an assistant for tank questions; hold on to the manual.\n\n" + Manual, "How much does the tank hold?"));

    [Theory]
    [InlineData("If the context does not hold the answer, say: I don't know.", "I don't know.")]
    [InlineData("If you cannot find it, answer \"Not in the manual\".", "Not in the manual.")]
    [InlineData("Be kind.", Quotation.NotSaid)]
    public async Task What_to_say_then_is_taken_from_the_instructions(string instruction, string answer) =>
        Assert.Equal(answer, await AskAsync($"You are a helper. {instruction}\n\nContext:\n{Manual}", "Can it grind whole beans?"));

    [Fact]
    public async Task Asked_for_one_sentence_it_gives_one() =>
        Assert.Equal("E1: the lid is open.", await AskAsync("You answer in one sentence.\n\nContext:\n" + Manual, "What does E1 mean?"));

    [Fact]
    public async Task Without_a_context_it_says_what_it_is() => Assert.Equal(Quotation.NoContext, await AskAsync(null, "Hello, who are you?"));

    [Theory]
    [InlineData("You are an AI assistant. You rate how grounded the answer is, from 1 to 5 stars.\n\nContext: the tank holds a litre", "Answer: a litre\nRating:")]
    [InlineData("Score the following answer on a scale of one to five.", "The answer is: 1.25 litres")]
    [InlineData("You are an evaluator. Return only an integer: 1, 2, 3, 4 or 5.", "question: q\nanswer: a")]
    public async Task It_does_not_play_the_judge(string system, string user) => Assert.Equal(Quotation.NoJudge, await AskAsync(system, user));

    [Fact]
    public async Task A_manual_with_numbers_from_one_to_five_is_no_judges_prompt() =>
        Assert.Equal("The fan has speeds 1 to 5 and a rated power of 52 W.", await AskAsync("Context:\nThe fan has speeds 1 to 5 and a rated power of 52 W.", "What is the rated power of the fan?"));

    [Fact]
    public async Task Every_answer_names_the_stand_in_and_marks_its_usage_as_an_estimate()
    {
        using var answer = await CallAsync(new { model = "gpt-4o", messages = new[] { new { role = "user", content = "hi" } } });
        Assert.Equal("offline/quote", answer.RootElement.GetProperty("model").GetString());
        Assert.True(answer.RootElement.GetProperty("usage").GetProperty("estimated").GetBoolean());
    }

    [Fact]
    public async Task The_same_request_gets_the_same_bytes()
    {
        var request = Requests.Chat("hi", stream: true);
        Assert.Equal(await BytesAsync(request), await BytesAsync(request));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"answer":{"type":"string"},"found":{"type":"boolean"},"litres":{"type":"number"},"more":{"type":"array","items":{"type":"string"}}},"required":["answer","found","litres","more"]}""", """{"answer":"The tank holds 1.25 litres.","found":true,"litres":1.25,"more":[]}""")]
    [InlineData("""{"type":"object","properties":{"kind":{"enum":["fault","water tank","price"]},"n":{"type":["integer","null"],"minimum":3}},"required":["kind","n"]}""", """{"kind":"water tank","n":3}""")]
    [InlineData("""{"$defs":{"a":{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}},"type":"object","properties":{"x":{"$ref":"#/$defs/a"},"y":{"anyOf":[{"type":"string","pattern":"^x"},{"type":"null"}]}},"required":["x","y"]}""", """{"x":{"text":"The tank holds 1.25 litres."},"y":null}""")]
    public async Task A_schema_is_filled_with_what_was_quoted(string schema, string wanted)
    {
        using var parsed = JsonDocument.Parse(schema);
        Assert.Equal(wanted, await FormattedAsync(new { type = "json_schema", json_schema = new { name = "a", schema = parsed.RootElement } }, "How much water does the tank hold?"));
    }

    [Fact]
    public async Task A_schema_that_cannot_be_filled_is_refused_and_not_faked()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"string","pattern":"^[A-Z]{3}$"}},"required":["a"]}""");
        using var answer = await CallAsync(new { messages = Messages("How much does the tank hold?"), response_format = new { type = "json_schema", json_schema = new { schema = schema.RootElement } } });
        var message = answer.RootElement.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        Assert.StartsWith("The offline stand-in cannot fill this schema.", message.GetProperty("refusal").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_mode_gives_an_object_with_the_keys_that_the_prompt_shows()
    {
        Assert.Equal("""{"answer":"The tank holds 1.25 litres."}""", await FormattedAsync(new { type = "json_object" }, "How much does the tank hold?"));
        using var answer = await CallAsync(new
        {
            messages = new[] { new { role = "system", content = "You answer as JSON: {\"reason\": \"...\", \"final_answer\": \"...\"}\n\nContext:\n" + Manual }, new { role = "user", content = "How much does the tank hold?" } },
            response_format = new { type = "json_object" },
        });
        Assert.Equal("""{"reason":null,"final_answer":"The tank holds 1.25 litres."}""", answer.Content());
    }

    [Fact]
    public async Task Limits_of_length_and_stops_are_kept()
    {
        using var cut = await CallAsync(new { messages = Messages("How much does the tank hold?"), max_tokens = 2 });
        Assert.Equal(("The tank", "length"), (cut.Content(), cut.RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
        using var stopped = await CallAsync(new { messages = Messages("How much does the tank hold?"), stop = new[] { " litres" } });
        Assert.Equal("The tank holds 1.25", stopped.Content());
        using var copies = await CallAsync(new { messages = Messages("How much does the tank hold?"), n = 3 });
        Assert.Equal(3, copies.RootElement.GetProperty("choices").GetArrayLength());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":"hi"}""")]
    public async Task A_bad_request_is_refused_as_a_provider_would(string body)
    {
        var caller = new ModelCaller(new OfflineProvider());
        var e = await Assert.ThrowsAsync<ModelException>(() => caller.CallAsync(new ModelRequest(ModelOperation.Chat, "m", System.Text.Encoding.UTF8.GetBytes(body), false), Stop));
        Assert.Equal(400, e.Status);
    }

    [Fact]
    public async Task Texts_that_share_words_have_near_vectors()
    {
        using var answer = await new ModelCaller(new OfflineProvider()).CallAsync(
            Requests.Of(ModelOperation.Embedding, new { input = new[] { "the tank holds water", "water in the tanks", "a stolen doorbell" } }), Stop);
        var vectors = answer.RootElement.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToList();
        Assert.Equal("offline/hash", answer.RootElement.GetProperty("model").GetString());
        Assert.All(vectors, v => Assert.Equal(1, v.Sum(x => x * x), 3));
        Assert.True(Near(0, 1) > Near(0, 2) + 0.3);

        double Near(int a, int b) => vectors[a].Zip(vectors[b]).Sum(pair => pair.First * pair.Second);
    }

    [Fact]
    public async Task A_prompt_of_a_megabyte_is_answered_in_time()
    {
        var long_ = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"Sentence number {i} speaks of part P{i} and of nothing else at all.\n\n"));
        Assert.Contains("P7777", await AskAsync("Context:\n" + long_, "What does the sentence say about part P7777?"));
    }

    private static object[] Messages(string question) => [new { role = "system", content = "Context:\n" + Manual }, new { role = "user", content = question }];

    private static async Task<string> AskAsync(string? system, string user)
    {
        object[] messages = system is null ? [new { role = "user", content = user }] : [new { role = "system", content = system }, new { role = "user", content = user }];
        using var answer = await CallAsync(new { messages });
        return answer.Content();
    }

    private static async Task<string> FormattedAsync(object format, string question)
    {
        using var answer = await CallAsync(new { messages = Messages(question), response_format = format });
        return answer.Content();
    }

    private static Task<JsonDocument> CallAsync(object body) => new ModelCaller(new OfflineProvider()).CallAsync(Requests.Of(ModelOperation.Chat, body), Stop);

    private static async Task<string> BytesAsync(ModelRequest request)
    {
        using var response = await new OfflineProvider().SendAsync(request, Stop);
        return await response.TextAsync();
    }
}
