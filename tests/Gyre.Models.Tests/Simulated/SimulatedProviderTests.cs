using System.Text;
using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Models.Simulated;
using Gyre.Testing;

namespace Gyre.Models.Tests.Simulated;

public sealed class SimulatedProviderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Dialects => [.. Enum.GetValues<Dialect>().Where(d => ChatDialects.Find(d) is not null)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_speaks_every_dialect_whole_and_streamed(Dialect dialect)
    {
        var provider = new SimulatedProvider(new SimulationOptions { FewestTokens = 7, MostTokens = 7 });
        var whole = ChatDialects.Of(dialect).ReadAnswer(await BytesAsync(provider, Request(dialect, new ChatCall { Model = "m", Turns = Hello })));
        var streamed = Assembled(dialect, await BytesAsync(provider, Request(dialect, new ChatCall { Model = "m", Turns = Hello, Stream = true, IncludeUsage = true })));
        Assert.Equal("simulated words follow one another and mean", ((TextPart)Assert.Single(whole.Parts)).Text);
        Assert.Equal(whole.Parts, streamed.Answer.Parts);
        Assert.True(streamed.Ended);
        Assert.Equal(7, streamed.Usage!.Output);
        Assert.Equal(whole.Usage!.TotalInput, streamed.Usage.TotalInput);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_calls_the_tools_it_is_offered_and_then_answers(Dialect dialect)
    {
        var tool = new ChatTool("weather") { Schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""") };
        var call = new ChatCall { Model = "m", Turns = Hello, Tools = [tool], Stream = true, IncludeUsage = true };
        var provider = new SimulatedProvider(new SimulationOptions());
        var first = Assembled(dialect, await BytesAsync(provider, Request(dialect, call))).Answer;
        var called = Assert.IsType<ToolCallPart>(Assert.Single(first.Parts));
        Assert.Equal((FinishReason.ToolCalls, "weather"), (first.Finish, called.Name));
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(called.Arguments).GetProperty("city").ValueKind);
        var second = call with { Turns = [.. Hello, new Turn(TurnRole.Assistant, [called]), new Turn(TurnRole.Tool, [new ToolResultPart(called.Id, [new TextPart("rain")]) { Name = "weather" }])] };
        Assert.IsType<TextPart>(Assert.Single(Assembled(dialect, await BytesAsync(provider, Request(dialect, second))).Answer.Parts));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task It_fills_the_schema_it_is_given(Dialect dialect)
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""");
        var request = Request(dialect, new ChatCall { Model = "m", Turns = Hello, Format = new AnswerFormat { Schema = schema, Name = "a" } });
        var answer = ChatDialects.Of(dialect).ReadAnswer(await BytesAsync(new SimulatedProvider(new SimulationOptions()), request));
        var json = answer.Parts is [ToolCallPart call] ? call.Arguments : ((TextPart)answer.Parts[0]).Text;
        Assert.Equal(JsonValueKind.Number, JsonElement.Parse(json).GetProperty("n").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_limit_of_a_request_ends_the_answer(Dialect dialect)
    {
        var request = Request(dialect, new ChatCall { Model = "m", Turns = Hello, MaxOutput = 3 });
        var answer = ChatDialects.Of(dialect).ReadAnswer(await BytesAsync(new SimulatedProvider(new SimulationOptions()), request));
        Assert.Equal((FinishReason.Length, "simulated words follow"), (answer.Finish, ((TextPart)answer.Parts[0]).Text));
    }

    [Fact]
    public async Task The_same_seed_repeats_the_run()
    {
        var options = new SimulationOptions { FewestTokens = 1, MostTokens = 99, Faults = [new Fault(FaultKind.Status, 0.3, 500), new Fault(FaultKind.Status, 0.2, 429)], Seed = 7 };
        Assert.Equal(await RunAsync(options), await RunAsync(options));
        Assert.NotEqual(await RunAsync(options), await RunAsync(options with { Seed = 8 }));

        async Task<List<string>> RunAsync(SimulationOptions given)
        {
            var provider = new SimulatedProvider(given);
            var seen = new List<string>();
            for (var i = 0; i < 60; i++)
            {
                using var response = await provider.SendAsync(Requests.Chat(), Stop);
                seen.Add($"{response.Status} {await response.TextAsync()}");
            }

            return seen;
        }
    }

    [Fact]
    public async Task Faults_come_as_often_as_asked()
    {
        var provider = new SimulatedProvider(new SimulationOptions { Faults = [new Fault(FaultKind.Status, 0.25, 500)] });
        var failed = 0;
        for (var i = 0; i < 2000; i++)
        {
            using var response = await provider.SendAsync(Requests.Chat(), Stop);
            failed += response.Status == 500 ? 1 : 0;
        }

        Assert.InRange(failed, 430, 570);
    }

    [Theory]
    [InlineData("seconds", "retry-after", "2")]
    [InlineData("milliseconds", "retry-after-ms", "2000")]
    [InlineData("azure", "x-ms-retry-after-ms", "2000")]
    [InlineData("reset", "x-ratelimit-reset-requests", "2s")]
    [InlineData("date", "retry-after", "")]
    public async Task A_wait_is_told_in_the_form_asked_for(string form, string header, string value)
    {
        var time = new ManualTime();
        var wanted = form == "date" ? (time.GetUtcNow() + TimeSpan.FromSeconds(2)).ToString("r") : value;
        using var response = await new SimulatedProvider(SimulationOptions.Of(Of(("faults", "429=1"), ("retry_after", "2s"), ("retry_after_form", form))), time).SendAsync(Requests.Chat(), Stop);
        Assert.Equal((429, wanted), (response.Status, response.Headers[header]));
    }

    [Fact]
    public async Task Gemini_tells_a_wait_in_the_body()
    {
        var provider = new SimulatedProvider(new SimulationOptions { Faults = [new Fault(FaultKind.Status, 1, 429)], RetryAfter = TimeSpan.FromSeconds(3), RetryAfterForm = RetryAfterForm.Body });
        var body = await BytesAsync(provider, Request(Dialect.Gemini, new ChatCall { Model = "m", Turns = Hello }));
        Assert.Equal(3, ChatDialects.Of(Dialect.Gemini).ReadError(429, body).RetryAfter!.Value.TotalSeconds);
    }

    [Fact]
    public async Task Tokens_come_at_their_rate_and_the_first_after_the_latency()
    {
        var time = new ManualTime();
        var provider = new SimulatedProvider(new SimulationOptions { Latency = Delay.Fixed(TimeSpan.FromMilliseconds(200)), TokensPerSecond = 10, FewestTokens = 20, MostTokens = 20 }, time);
        var sent = provider.SendAsync(Requests.Chat(stream: true), Stop);
        Assert.False(sent.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(200));
        using var response = await sent;
        var buffer = new byte[100_000];
        Assert.True(await response.Body.ReadAsync(buffer, Stop) > 0);
        var second = response.Body.ReadAsync(buffer, Stop).AsTask();
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await second > 0);
        while (await response.Body.ReadAsync(buffer, Stop) > 0)
        {
        }
    }

    [Fact]
    public async Task A_cut_breaks_off_before_the_end()
    {
        var provider = new SimulatedProvider(new SimulationOptions { Faults = [new Fault(FaultKind.Cut, 1)] });
        using var response = await provider.SendAsync(Requests.Chat(stream: true), Stop);
        await Assert.ThrowsAsync<IOException>(() => response.TextAsync());
    }

    [Fact]
    public async Task A_hang_lasts_until_the_caller_has_enough()
    {
        var provider = new SimulatedProvider(new SimulationOptions { Faults = [new Fault(FaultKind.Hang, 1)] });
        using var enough = new CancellationTokenSource();
        var call = provider.SendAsync(Requests.Chat(), enough.Token);
        Assert.False(call.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("200ms", 0.5, 0.2)]
    [InlineData("100ms..300ms", 0.5, 0.2)]
    [InlineData("100ms..300ms", 1.0, 0.3)]
    [InlineData("p50=200ms,p99=2s", 0.5, 0.2)]
    [InlineData("p50=200ms,p99=2s", 0.99, 2.0)]
    [InlineData("p50=200ms,p90=1s,p99=2s", 0.7, 0.6)]
    [InlineData("p50=200ms,p90=1s,p99=2s", 0.2, 0.2)]
    [InlineData("p50=200ms,p90=1s,p99=2s", 0.999, 2.0)]
    public void Latency_follows_the_distribution(string written, double share, double seconds) => Assert.Equal(seconds, Delay.Read(written)!.At(share).TotalSeconds, 3);

    [Theory]
    [InlineData("latency", "fast", "must be a time such as 200ms")]
    [InlineData("latency", "p50=2s,p99=1s", "must be a time such as 200ms")]
    [InlineData("tokens_per_second", "-1", "must be a number from 0 on")]
    [InlineData("answer_tokens", "9..2", "must be a number of tokens")]
    [InlineData("faults", "429=0.9,500=0.2", "sum to 1 at most")]
    [InlineData("faults", "42=0.1", "must be shares such as")]
    [InlineData("retry_after_form", "7", "must be seconds, milliseconds")]
    public void A_field_that_says_nothing_is_told(string field, string text, string says)
    {
        var e = Assert.Throws<ProblemException>(() => SimulationOptions.Of(Of((field, text))));
        Assert.Equal(field, e.Problem.Field);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    private static readonly Turn[] Hello = [new Turn(TurnRole.User, [new TextPart("hello")])];

    private static Connection Of(params (string Field, string Value)[] fields) =>
        new() { Name = "sim", Type = "SimulatedConnection", Configs = fields.ToDictionary(f => f.Field, f => (string?)f.Value) };

    private static ModelRequest Request(Dialect dialect, ChatCall call)
    {
        var to = new System.Buffers.ArrayBufferWriter<byte>();
        ChatDialects.Of(dialect).WriteCall(call, ModelTraits.Current, to);
        return new ModelRequest(ModelOperations.ChatOf(dialect, call.Stream), call.Model, to.WrittenMemory, call.Stream);
    }

    private static async Task<byte[]> BytesAsync(SimulatedProvider provider, ModelRequest request)
    {
        using var response = await provider.SendAsync(request, Stop);
        return Encoding.UTF8.GetBytes(await response.TextAsync());
    }

    private static AnswerAssembler Assembled(Dialect dialect, byte[] body)
    {
        var (reader, events, whole) = (ChatDialects.Of(dialect).OpenReader(), new List<ChatStreamEvent>(), new AnswerAssembler());
        reader.Read(body, events);
        reader.Complete(events);
        events.ForEach(whole.Add);
        return whole;
    }
}
