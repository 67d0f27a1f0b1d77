using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Dialect = Gyre.Models.Providers.Dialect;

namespace Gyre.Models.Tests.Dialects;

/// <summary>Tools that providers run themselves: the same ones are asked for in each vendor's words, and the sources of an answer come back.</summary>
public sealed class HostedToolTests
{
    private const string Claude = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":""";
    private const string Response = """{"model":"m","input":"Hi","tools":""";
    private const string Google = """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":""";

    [Theory]
    [InlineData(Dialect.Responses, Response + """[{"type":"web_search","filters":{"allowed_domains":["a.org"]},"user_location":{"type":"approximate","country":"CH"}}]}""", Dialect.Anthropic, """[{"type":"web_search_20250305","name":"web_search","allowed_domains":["a.org"],"user_location":{"type":"approximate","country":"CH"}}]""")]
    [InlineData(Dialect.Responses, Response + """[{"type":"web_search_preview"},{"type":"code_interpreter","container":{"type":"auto"}}]}""", Dialect.Gemini, """[{"googleSearch":{}},{"codeExecution":{}}]""")]
    [InlineData(Dialect.Anthropic, Claude + """[{"type":"web_search_20250305","name":"web_search","max_uses":3}]}""", Dialect.Responses, """[{"type":"web_search"}]""")]
    [InlineData(Dialect.Anthropic, Claude + """[{"type":"web_fetch_20250910","name":"web_fetch"},{"type":"code_execution_20250825","name":"code_execution"}]}""", Dialect.Gemini, """[{"urlContext":{}},{"codeExecution":{}}]""")]
    [InlineData(Dialect.Gemini, Google + """[{"googleSearch":{}},{"functionDeclarations":[{"name":"f"}]}]}""", Dialect.Anthropic, """[{"name":"f","input_schema":{"type":"object","properties":{}}},{"type":"web_search_20250305","name":"web_search"}]""")]
    [InlineData(Dialect.OpenAi, """{"model":"m","messages":[{"role":"user","content":"Hi"}],"web_search_options":{}}""", Dialect.Responses, """[{"type":"web_search"}]""")]
    public void A_tool_that_both_providers_run_is_asked_for_in_the_others_words(Dialect from, string body, Dialect to, string tools)
    {
        var written = Written(from, body, to)["tools"]!.ToJsonString();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(tools), JsonNode.Parse(written)), written);
    }

    [Fact]
    public void A_search_model_of_OpenAI_is_asked_by_its_options() =>
        Assert.Equal("{}", Written(Dialect.Anthropic, Claude + """[{"type":"web_search_20250305","name":"web_search"}]}""", Dialect.OpenAi, new ModelTraits { Name = "gpt-5-search-api" })["web_search_options"]!.ToJsonString());

    [Fact]
    public void The_number_of_searches_is_limited_where_the_provider_can() =>
        Assert.Equal(3, Written(Dialect.Anthropic, Claude + """[{"type":"web_search_20250305","name":"web_search","max_uses":3}]}""", Dialect.Responses)["max_tool_calls"]!.GetValue<int>());

    [Theory]
    [InlineData(Dialect.Responses, Response + """[{"type":"file_search","vector_store_ids":["v"]}]}""", Dialect.Anthropic, "tools[0].type", "'file_search'")]
    [InlineData(Dialect.Responses, Response + """[{"type":"computer_use_preview"}]}""", Dialect.Gemini, "tools[0].type", "OpenAI's responses")]
    [InlineData(Dialect.Responses, Response + """[{"type":"mcp","server_url":"https://x"}]}""", Dialect.OpenAi, "tools[0].type", "'mcp'")]
    [InlineData(Dialect.Anthropic, Claude + """[{"type":"computer_20250124","name":"computer"}]}""", Dialect.Responses, "tools[0].type", "Anthropic's messages")]
    [InlineData(Dialect.Gemini, Google + """[{"googleMaps":{}}]}""", Dialect.OpenAi, "tools[0].googleMaps", "'googleMaps'")]
    [InlineData(Dialect.Responses, Response + """[{"type":"web_search"}]}""", Dialect.OpenAi, "tools", "OpenAI's responses, Anthropic and Gemini")]
    [InlineData(Dialect.Responses, Response + """[{"type":"web_search"}]}""", Dialect.Ollama, "tools", "a web search")]
    [InlineData(Dialect.Anthropic, Claude + """[{"type":"web_fetch_20250910","name":"web_fetch"}]}""", Dialect.Responses, "tools", "Anthropic and Gemini")]
    [InlineData(Dialect.Anthropic, Claude + """[{"type":"web_search_20250305","name":"web_search","blocked_domains":["x"]}]}""", Dialect.Responses, "tools.blocked_domains", "blocked_domains")]
    public void A_tool_that_the_provider_does_not_run_is_refused_by_its_name_and_with_who_does(Dialect from, string body, Dialect to, string field, string word)
    {
        var refused = Assert.Throws<ProblemException>(() => Written(from, body, to)).Problem;
        Assert.Equal(("not-carried", field), (refused.Code, refused.Field));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anthropic_is_told_the_betas_that_its_tools_need()
    {
        var call = ChatDialects.Of(Dialect.Gemini).ReadCall(Encoding.UTF8.GetBytes(Google + """[{"codeExecution":{}},{"urlContext":{}}]}"""), new CallTarget("m", false));
        Assert.Equal([new("anthropic-beta", "code-execution-2025-08-25,web-fetch-2025-09-10")], ChatDialects.Of(Dialect.Anthropic).HeadersOf(call));
    }

    [Fact]
    public void What_a_providers_tools_did_on_their_way_stays_out_of_a_conversation_that_goes_to_another() => Assert.Equal(
        """[{"role":"user","content":"Hi"},{"role":"assistant","content":"It is 21."}]""",
        Written(
            Dialect.Anthropic,
            """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"web_search_tool_result","tool_use_id":"s","content":[]},{"type":"text","text":"It is 21.","citations":[]}]}]}""",
            Dialect.OpenAi)["messages"]!.ToJsonString());

    public static TheoryData<Dialect, string> Answers => new()
    {
        { Dialect.Responses, """{"id":"r","status":"completed","model":"m","output":[{"type":"web_search_call","id":"w"},{"type":"message","content":[{"type":"output_text","text":"Grüße. Es sind 21.","annotations":[{"type":"url_citation","url":"https://a.org/x","title":"A","start_index":7,"end_index":18}]}]}],"usage":{"input_tokens":5,"output_tokens":6}}""" },
        { Dialect.OpenAi, """{"id":"r","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Grüße. Es sind 21.","annotations":[{"type":"url_citation","url_citation":{"url":"https://a.org/x","title":"A","start_index":7,"end_index":18}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":6}}""" },
        { Dialect.Anthropic, """{"id":"r","model":"m","content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"web_search_tool_result","tool_use_id":"s","content":[]},{"type":"text","text":"Grüße. "},{"type":"text","text":"Es sind 21.","citations":[{"type":"web_search_result_location","url":"https://a.org/x","title":"A","cited_text":"21","encrypted_index":"e"}]}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":6,"server_tool_use":{"web_search_requests":1}}}""" },
        { Dialect.Gemini, """{"responseId":"r","modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"Grüße. Es sind 21."}]},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"https://a.org/x","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":9,"endIndex":20,"text":"Es sind 21."},"groundingChunkIndices":[0]}]}}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":6}}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_source_names_the_same_words_in_every_dialect_whole_and_streamed(Dialect from, string body)
    {
        var answer = ChatDialects.Of(from).ReadAnswer(Encoding.UTF8.GetBytes(body));
        Same(answer);
        Assert.Equal(from == Dialect.OpenAi ? null : 1L, answer.Usage!.Searches);
        foreach (var to in (Dialect[])[Dialect.Responses, Dialect.OpenAi, Dialect.Gemini])
        {
            var (call, stamp) = (new ChatCall { Model = "m", Stream = true }, new AnswerStamp("1", DateTimeOffset.UnixEpoch));
            var whole = new ArrayBufferWriter<byte>();
            ChatDialects.Of(to).WriteAnswer(answer, call, stamp, whole);
            Same(ChatDialects.Of(to).ReadAnswer(whole.WrittenSpan));

            var stream = new ArrayBufferWriter<byte>();
            var writer = ChatDialects.Of(to).OpenWriter(call, stamp);
            foreach (var next in AnswerEvents.Of(answer))
            {
                writer.Write(next, stream);
            }

            var (reader, events, assembled) = (ChatDialects.Of(to).OpenReader(), new List<ChatStreamEvent>(), new AnswerAssembler());
            reader.Read(stream.WrittenSpan, events);
            reader.Complete(events);
            events.ForEach(assembled.Add);
            Same(assembled.Answer);
        }
    }

    [Fact]
    public void A_client_of_Anthropic_sees_the_source_in_its_block_whole_and_streamed()
    {
        var answer = new ChatAnswer { Parts = [new TextPart("It is 21.") { Citations = [new Citation("https://a.org/x") { Title = "A", Start = 0, End = 9 }] }] };
        var (call, stamp) = (new ChatCall { Model = "m", Stream = true }, new AnswerStamp("1", DateTimeOffset.UnixEpoch));
        var whole = new ArrayBufferWriter<byte>();
        ChatDialects.Of(Dialect.Anthropic).WriteAnswer(answer, call, stamp, whole);
        Assert.Equal("https://a.org/x", JsonElement.Parse(whole.WrittenSpan).GetProperty("content")[0].GetProperty("citations")[0].GetProperty("url").GetString());
        var stream = new ArrayBufferWriter<byte>();
        var writer = ChatDialects.Of(Dialect.Anthropic).OpenWriter(call, stamp);
        foreach (var next in AnswerEvents.Of(answer))
        {
            writer.Write(next, stream);
        }

        Assert.Contains(
            """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.org/x","title":"A",""",
            Encoding.UTF8.GetString(stream.WrittenSpan),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_streamed_source_of_Anthropic_stands_for_the_words_of_its_block()
    {
        var (reader, events) = (ChatDialects.Of(Dialect.Anthropic).OpenReader(), new List<ChatStreamEvent>());
        reader.Read(
            """
            data: {"type":"message_start","message":{"id":"r","model":"m"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"So: "}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":[]}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.org/x","title":"A","cited_text":"q"}}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"21"}}

            data: {"type":"content_block_stop","index":1}


            """u8,
            events);
        Assert.Equal(new Citation("https://a.org/x") { Title = "A", Quote = "q", Start = 4, End = 6 }, Assert.Single(events.OfType<Cited>()).Citation);
    }

    private static void Same(ChatAnswer answer)
    {
        var citation = Assert.Single(answer.Parts.OfType<TextPart>().SelectMany(t => t.Citations));
        var text = string.Concat(answer.Parts.OfType<TextPart>().Select(t => t.Text));
        Assert.Equal(("https://a.org/x", "A"), (citation.Url, citation.Title));
        Assert.Equal("Es sind 21.", text[citation.Start!.Value..citation.End!.Value]);
    }

    private static JsonNode Written(Dialect from, string body, Dialect to, ModelTraits? traits = null)
    {
        var written = new ArrayBufferWriter<byte>();
        ChatDialects.Of(to).WriteCall(ChatDialects.Of(from).ReadCall(Encoding.UTF8.GetBytes(body), new CallTarget(from == Dialect.Gemini ? "m" : null, null)), traits ?? ModelTraits.Current, written);
        return JsonNode.Parse(written.WrittenSpan)!;
    }
}
