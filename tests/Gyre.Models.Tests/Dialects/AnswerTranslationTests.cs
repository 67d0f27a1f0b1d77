using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Models.Dialects;
using Dialect = Gyre.Models.Providers.Dialect;

namespace Gyre.Models.Tests.Dialects;

/// <summary>What an answer of one dialect becomes in another, streamed and whole: a rule of the formats each.</summary>
public sealed class AnswerTranslationTests
{
    private static readonly AnswerStamp Stamp = new("01", DateTimeOffset.UnixEpoch);

    private static readonly ChatCall Asked = new() { Model = "m", Stream = true, IncludeUsage = true };

    public static TheoryData<Dialect, Dialect> Pairs
    {
        get
        {
            var pairs = new TheoryData<Dialect, Dialect>();
            foreach (var client in Enum.GetValues<Dialect>().Where(d => d != Dialect.Other))
            {
                foreach (var provider in Enum.GetValues<Dialect>().Where(d => d != Dialect.Other))
                {
                    pairs.Add(client, provider);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Words_tools_and_counts_survive_between_any_two_dialects(Dialect client, Dialect provider)
    {
        var answer = new ChatAnswer
        {
            Model = "m-1",
            Parts = [new TextPart("Let me look: é😀"), new ToolCallPart("call_a", "weather", """{"city":"Paris"}"""), new ToolCallPart("call_b", "weather", """{"city":"Rome"}""")],
            Finish = FinishReason.ToolCalls,
            Usage = new() { FreshInput = 50, Output = 20 },
        };
        var sent = Written(w => Stream(ChatDialects.Of(provider), AnswerEvents.Of(answer), w));
        var events = new List<ChatStreamEvent>();
        var reader = ChatDialects.Of(provider).OpenReader();
        reader.Read(sent, events);
        reader.Complete(events);
        var got = new List<ChatStreamEvent>();
        var again = ChatDialects.Of(client).OpenReader();
        again.Read(Written(w => Stream(ChatDialects.Of(client), events, w)), got);
        again.Complete(got);
        var assembler = new AnswerAssembler();
        got.ForEach(assembler.Add);
        Assert.True(assembler.Ended);
        Assert.Equal("m-1", assembler.Answer.Model);
        Assert.Equal("Let me look: é😀", Assert.IsType<TextPart>(assembler.Answer.Parts[0]).Text);
        Assert.Equal(["""{"city":"Paris"}""", """{"city":"Rome"}"""], assembler.Answer.Parts.Skip(1).Cast<ToolCallPart>().Select(c => c.Arguments));
        Assert.Equal((FinishReason.ToolCalls, 50, 20), (assembler.Answer.Finish, assembler.Usage!.TotalInput, assembler.Usage.TotalOutput));
    }

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Responses)]
    [InlineData(Dialect.Gemini)]
    public void Signed_thinking_comes_back_to_its_provider_untouched_through_a_client_of_OpenAI(Dialect provider) => Untouched(provider, Dialect.OpenAi, static answer =>
        $$"""{"model":"m","messages":[{"role":"user","content":"Hi"},{{answer["choices"]![0]!["message"]!.ToJsonString()}},{"role":"user","content":"Go on"}]}""");

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Responses)]
    [InlineData(Dialect.Gemini)]
    public void Signed_thinking_comes_back_to_its_provider_untouched_through_a_client_of_Anthropic(Dialect provider) => Untouched(provider, Dialect.Anthropic, static answer =>
        $$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":{{answer["content"]!.ToJsonString()}}},{"role":"user","content":"Go on"}]}""");

    [Theory]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Responses)]
    [InlineData(Dialect.Gemini)]
    public void Signed_thinking_comes_back_to_its_provider_untouched_through_a_client_of_responses(Dialect provider) => Untouched(provider, Dialect.Responses, static answer =>
        $$"""{"model":"m","input":[{"role":"user","content":"Hi"},{{answer["output"]!.ToJsonString()[1..^1]}},{"role":"user","content":"Go on"}]}""");

    [Fact]
    public void A_signature_in_a_tool_calls_id_is_taken_out_again()
    {
        var id = Opaque.WithSignature("call_1", new Opaque(Dialect.Gemini, "a+b/c=="));
        Assert.Matches("^[A-Za-z0-9_-]+$", id);
        Assert.Equal(("call_1", new Opaque(Dialect.Gemini, "a+b/c==")), (Opaque.SplitId(id, out var signature), signature));
        Assert.Equal("call_2", Opaque.SplitId("call_2", out _));
        Assert.Equal("x__sig_gemini_!", Opaque.SplitId("x__sig_gemini_!", out _));
    }

    [Fact]
    public void Chunks_of_OpenAI_have_their_exact_form()
    {
        var text = Encoding.UTF8.GetString(Written(w => Stream(
            ChatDialects.Of(Dialect.OpenAi),
            [new AnswerStarted("x", "m-1"), new TextDelta("Hi"), new AnswerFinished(FinishReason.Stop), new UsageReported(new() { FreshInput = 1, Output = 2 }), AnswerEnded.Instance],
            w)));
        const string Head = """data: {"id":"chatcmpl-01","object":"chat.completion.chunk","created":0,"model":"m-1","choices":[""";
        Assert.Equal(
            Head + """{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""" + "\n\n"
            + Head + """{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"usage":null}""" + "\n\n"
            + Head + """{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""" + "\n\n"
            + Head + """],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""" + "\n\n"
            + "data: [DONE]\n\n",
            text);
    }

    [Fact]
    public void Usage_that_was_not_asked_for_is_not_told_but_known()
    {
        var translation = new StreamTranslation(ChatDialects.Of(Dialect.OpenAi).OpenReader(), ChatDialects.Of(Dialect.OpenAi).OpenWriter(Asked with { IncludeUsage = false }, Stamp));
        var told = Encoding.UTF8.GetString(Written(to => translation.Translate(Encoding.UTF8.GetBytes(Fixtures.OpenAiTools), to)));
        Assert.DoesNotContain("usage", told, StringComparison.Ordinal);
        Assert.Equal((50, 10, 89), (translation.Usage!.FreshInput, translation.Usage.CacheRead, translation.Usage.Output));
    }

    [Fact]
    public void The_first_chunk_of_Azure_is_nothing_of_the_answer()
    {
        var translation = new StreamTranslation(ChatDialects.Of(Dialect.OpenAi).OpenReader(), ChatDialects.Of(Dialect.Anthropic).OpenWriter(Asked, Stamp));
        var bytes = Encoding.UTF8.GetBytes(Fixtures.OpenAiTools);
        var first = bytes.AsSpan().IndexOf("\n\n"u8) + 2;
        Assert.Empty(Written(to => translation.Translate(bytes.AsSpan(0, first), to)));
        Assert.False(translation.Delivered);
        Written(to => translation.Translate(bytes.AsSpan(first), to));
        Assert.True(translation is { Delivered: true, Ended: true, Model: "gpt-5-mini" });
    }

    [Fact]
    public void Every_event_of_responses_has_its_number_and_place()
    {
        var events = Encoding.UTF8.GetString(Written(w => Stream(
            ChatDialects.Of(Dialect.Responses),
            [new AnswerStarted("x", "m-1"), new ThinkingDelta("Hm"), new ThinkingEnded(null), new TextDelta("Hi"), new ToolCallStarted(0, "c", "f"), new ToolCallDelta(0, "{}"), new AnswerFinished(FinishReason.ToolCalls), AnswerEnded.Instance],
            w)));
        var seen = events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => JsonElement.Parse(e.Split("data: ")[1])).ToList();
        Assert.Equal(Enumerable.Range(0, seen.Count), seen.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(
            [
                "created", "in_progress",
                "output_item.added 0", "reasoning_summary_part.added 0", "reasoning_summary_text.delta 0", "reasoning_summary_text.done 0", "reasoning_summary_part.done 0", "output_item.done 0",
                "output_item.added 1", "content_part.added 1", "output_text.delta 1", "output_text.done 1", "content_part.done 1", "output_item.done 1",
                "output_item.added 2", "function_call_arguments.delta 2", "function_call_arguments.done 2", "output_item.done 2",
                "completed",
            ],
            seen.Select(e => e.GetProperty("type").GetString()!["response.".Length..] + (e.TryGetProperty("output_index", out var at) ? " " + at : "")));
        Assert.Equal(["reasoning", "message", "function_call"], seen[^1].GetProperty("response").GetProperty("output").EnumerateArray().Select(i => i.GetProperty("type").GetString()));
    }

    [Fact]
    public void A_tool_that_stands_in_for_a_schema_is_the_answers_text()
    {
        var answer = ChatDialects.Of(Dialect.Anthropic).ReadAnswer("""{"id":"m","content":[{"type":"tool_use","id":"t","name":"gyre_json_answer","input":{"a":1}}],"stop_reason":"tool_use"}"""u8);
        Assert.Equal(FinishReason.Stop, answer.Finish);
        Assert.Equal("""{"a":1}""", Assert.IsType<TextPart>(Assert.Single(answer.Parts)).Text);
    }

    [Theory]
    [InlineData(FinishReason.Stop, "stop", "end_turn", "completed")]
    [InlineData(FinishReason.StopSequence, "stop", "stop_sequence", "completed")]
    [InlineData(FinishReason.Length, "length", "max_tokens", "incomplete")]
    [InlineData(FinishReason.ContentFilter, "content_filter", "refusal", "incomplete")]
    [InlineData(FinishReason.Refusal, "content_filter", "refusal", "completed")]
    [InlineData(FinishReason.Pause, "stop", "pause_turn", "completed")]
    [InlineData(FinishReason.ContextWindow, "length", "model_context_window_exceeded", "incomplete")]
    public void Stop_reasons_have_a_word_in_each_dialect(FinishReason finish, string openAi, string anthropic, string responses)
    {
        var answer = new ChatAnswer { Model = "m", Parts = [new TextPart("x")], Finish = finish };
        Assert.Equal(openAi, Whole(Dialect.OpenAi, answer)["choices"]![0]!["finish_reason"]!.ToString());
        Assert.Equal(anthropic, Whole(Dialect.Anthropic, answer)["stop_reason"]!.ToString());
        Assert.Equal(responses, Whole(Dialect.Responses, answer)["status"]!.ToString());
    }

    private static void Untouched(Dialect provider, Dialect client, Func<JsonNode, string> nextCall)
    {
        var thinking = new ThinkingPart("Hm.") { Signature = new Opaque(provider, "Eq+/Q.B==") { Id = provider == Dialect.Responses ? "rs_7" : null } };
        var answer = Whole(client, new ChatAnswer { Model = "m", Parts = [thinking, new TextPart("Hello.")] });
        var call = ChatDialects.Of(client).ReadCall(Encoding.UTF8.GetBytes(nextCall(answer)));
        Assert.Equal(thinking, call.Turns.Single(t => t.Role == TurnRole.Assistant).Parts[0]);
    }

    private static JsonNode Whole(Dialect client, ChatAnswer answer) => JsonNode.Parse(Written(to => ChatDialects.Of(client).WriteAnswer(answer, Asked, Stamp, to)))!;

    private static void Stream(IChatDialect dialect, IEnumerable<ChatStreamEvent> events, IBufferWriter<byte> to)
    {
        var writer = dialect.OpenWriter(Asked, Stamp);
        foreach (var next in events)
        {
            writer.Write(next, to);
        }
    }

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan.ToArray();
    }
}
