using System.Text;
using Gyre.Wire.Anthropic;
using Gyre.Wire.Gemini;
using Gyre.Wire.Ollama;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Taps;
using Gyre.Wire.Usage;

namespace Gyre.Wire.Tests.Taps;

public sealed class StreamTapTests
{
    [Fact]
    public void A_chat_begins_with_its_first_words_and_not_with_a_role_or_a_filters_report()
    {
        var tap = new ChatTap();

        Assert.Equal(
            [StreamSign.Other, StreamSign.Other, StreamSign.Content, StreamSign.Content, StreamSign.Content, StreamSign.UsageOnly, StreamSign.End],
            Signs(
                tap,
                """{"choices":[],"model":"","prompt_filter_results":[{"prompt_index":0}]}""",
                """{"model":"gpt-4.1-mini-2025-04-14","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
                """{"choices":[{"index":0,"delta":{"content":"Press"},"finish_reason":null}],"usage":null}""",
                """{"choices":[{"index":0,"delta":{"content":" the \"usage\": { button"},"finish_reason":null}],"usage":null}""",
                """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""",
                """{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13},"service_tier":"flex"}""",
                "[DONE]"));
        Assert.Equal(("gpt-4.1-mini-2025-04-14", "flex", true), (tap.Model, tap.ServiceTier, tap.Complete));
        Assert.Equal(new TokenUsage { FreshInput = 9, Output = 4 }, tap.Usage);
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"find"}}]}}]}""")]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"Hm"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"reasoning":"Hm"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"refusal":"No"}}]}""")]
    [InlineData("""{"choices":[{"text":"Once"}]}""")]
    public void Tool_calls_thinking_and_refusals_are_words_too(string chunk) => Assert.Equal([StreamSign.Content], Signs(new ChatTap(), chunk));

    [Theory]
    [InlineData("chat", """{"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"say \"content\" \\"}}],"obfuscation":"a8f2"}""", 18)]
    [InlineData("chat", """{"choices": [{"delta": {"content": null, "reasoning_content": "Hmm"}}]}""", 3)]
    [InlineData("chat", """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}}]}""", 9)]
    [InlineData("chat", """{"choices":[{"delta":{"content":"cut""", 3)]
    [InlineData("messages", """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hmm"}}""", 3)]
    [InlineData("messages", """{"content":[{"type":"text","text":"Hello"}]}""", 5)]
    [InlineData("responses", """{"type":"response.output_text.delta","item_id":"i","delta":"Hello"}""", 5)]
    [InlineData("responses", """{"type":"response.output_text.done","item_id":"i","text":"Hello"}""", 0)]
    [InlineData("generate", """{"candidates":[{"content":{"parts":[{"text":"Hello"}]}}]}""", 5)]
    [InlineData("lines", """{"message":{"role":"assistant","content":"Hello"},"done":false}""", 5)]
    public void Only_the_words_of_the_model_are_counted(string dialect, string data, int bytes)
    {
        StreamTap tap = dialect switch { "chat" => new ChatTap(), "messages" => new MessagesTap(), "responses" => new ResponsesTap(), "generate" => new GenerateTap(), _ => new LinesTap() };

        Assert.Equal(bytes, tap.TextIn(Encoding.UTF8.GetBytes(data)));
    }

    [Fact]
    public void An_error_inside_a_chat_is_one_before_and_after_the_first_words() => Assert.Equal(
        [StreamSign.Error, StreamSign.Content, StreamSign.Error],
        Signs(new ChatTap(), """{"error":{"message":"busy"}}""", """{"choices":[{"delta":{"content":"a"}}]}""", """{"error":{"message":"busy"}}"""));

    [Fact]
    public void A_chat_without_end_mark_is_complete_by_its_finish_reason()
    {
        var tap = new ChatTap();
        Signs(tap, """{"choices":[{"delta":{"content":"a"}}]}""");
        Assert.False(tap.Complete);

        Signs(tap, """{"choices":[{"delta":{},"finish_reason":"length"}]}""");
        Assert.True(tap.Complete);
    }

    [Fact]
    public void Messages_tell_their_input_first_and_their_output_last()
    {
        var tap = new MessagesTap();

        Assert.Equal(
            [StreamSign.Other, StreamSign.Other, StreamSign.Other, StreamSign.Content, StreamSign.Other, StreamSign.Content, StreamSign.End],
            Typed(
                tap,
                ("message_start", """{"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":{"input_tokens":25,"cache_read_input_tokens":7,"output_tokens":1}}}"""),
                ("ping", """{"type":"ping"}"""),
                ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
                ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}"""),
                ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
                ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":12}}"""),
                ("message_stop", """{"type":"message_stop"}""")));
        Assert.Equal(new TokenUsage { FreshInput = 25, CacheRead = 7, Output = 12 }, tap.Usage);
        Assert.Equal(("claude-sonnet-4-5", true), (tap.Model, tap.Complete));
    }

    [Theory]
    [InlineData("error", StreamSign.Error)]
    [InlineData("content_block_start", StreamSign.Content)]
    public void A_message_may_begin_with_a_tool_or_end_with_an_error(string type, StreamSign sign) =>
        Assert.Equal([sign], Typed(new MessagesTap(), (type, """{"type":"x","content_block":{"type":"tool_use","id":"t","name":"find","input":{}}}""")));

    [Fact]
    public void Responses_are_complete_with_their_last_event()
    {
        var tap = new ResponsesTap();

        Assert.Equal(
            [StreamSign.Other, StreamSign.Content, StreamSign.End],
            Typed(
                tap,
                ("response.created", """{"type":"response.created","response":{"model":"gpt-5-mini","usage":null}}"""),
                ("response.output_text.delta", """{"type":"response.output_text.delta","delta":"Hi"}"""),
                ("response.completed", """{"type":"response.completed","response":{"model":"gpt-5-mini","service_tier":"default","usage":{"input_tokens":3,"output_tokens":2}}}""")));
        Assert.Equal(new TokenUsage { FreshInput = 3, Output = 2 }, tap.Usage);
    }

    [Fact]
    public void Responses_without_event_fields_are_told_by_their_type() =>
        Assert.Equal([StreamSign.Content, StreamSign.Error], Signs(new ResponsesTap(), """{"type":"response.output_text.delta","delta":"Hi"}""", """{"type":"response.failed","response":{}}"""));

    [Fact]
    public void Gemini_is_complete_by_a_finish_reason_and_its_last_count_holds()
    {
        var tap = new GenerateTap();
        Signs(
            tap,
            """{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":1},"modelVersion":"gemini-2.5-flash"}""",
            """{"candidates":[{"content":{"parts":[{"text":"!"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":9}}""");

        Assert.True(tap.Complete);
        Assert.Equal(new TokenUsage { FreshInput = 4, Output = 2, Reasoning = 9 }, tap.Usage);
    }

    [Fact]
    public void A_prompt_that_Gemini_blocks_is_a_complete_answer_with_input()
    {
        var tap = new GenerateTap();
        Signs(tap, """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}""");

        Assert.True(tap.Complete);
        Assert.Equal((4L, 0L), (tap.Usage!.FreshInput, tap.Usage.Output));
    }

    [Fact]
    public void Lines_of_Ollama_end_with_their_counts()
    {
        var tap = new LinesTap();

        Assert.Equal(
            [StreamSign.Content, StreamSign.Content, StreamSign.End],
            Signs(tap, """{"model":"qwen3","message":{"role":"assistant","content":"Hi"},"done":false}""", """{"message":{"content":"!"},"done":false}""", """{"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}"""));
        Assert.Equal(new TokenUsage { FreshInput = 5, Output = 2 }, tap.Usage);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"choices\":")]
    [InlineData("[]")]
    [InlineData("{\"model\":\"\ud800\",\"choices\":7,\"usage\":[]}")]
    public void Nonsense_passes_without_a_word(string data)
    {
        foreach (StreamTap tap in (StreamTap[])[new ChatTap(), new ResponsesTap(), new MessagesTap(), new GenerateTap(), new LinesTap()])
        {
            Assert.Equal([StreamSign.Other], Signs(tap, data));
        }
    }

    [Fact]
    public void A_whole_answer_tells_its_usage_wherever_it_stands()
    {
        var peek = AnswerPeek.Of("""{"usage":{"prompt_tokens":3,"completion_tokens":2},"choices":[{"message":{"content":"{\"usage\":{}}"}}],"model":"m","service_tier":"priority"}"""u8, AnswerCounts.OpenAi);

        Assert.Equal(new AnswerPeek(new TokenUsage { FreshInput = 3, Output = 2 }, "m", "priority") { IsWhole = true }, peek);
    }

    [Theory]
    [InlineData("""{"id":"a"}""", true)]
    [InlineData(""" [{"score":0.5}] """, true)]
    [InlineData("""{"model":"\ud800"}""", true)]
    [InlineData("", false)]
    [InlineData("nothing of the kind", false)]
    [InlineData("\"text\"", false)]
    [InlineData("""{"id":"a""", false)]
    [InlineData("""{"id":"a"}, and more""", false)]
    [InlineData("""[{"score":0.5""", false)]
    [InlineData("""[] []""", false)]
    public void An_answer_is_whole_where_it_is_JSON_to_its_end(string answer, bool whole) => Assert.Equal(whole, AnswerPeek.Of(Encoding.UTF8.GetBytes(answer), AnswerCounts.OpenAi).IsWhole);

    private static List<StreamSign> Signs(StreamTap tap, params string[] data) => [.. data.Select(d => tap.Look([], Encoding.UTF8.GetBytes(d)))];

    private static List<StreamSign> Typed(StreamTap tap, params (string Type, string Data)[] events) =>
        [.. events.Select(e => tap.Look(Encoding.UTF8.GetBytes(e.Type), Encoding.UTF8.GetBytes(e.Data)))];
}
