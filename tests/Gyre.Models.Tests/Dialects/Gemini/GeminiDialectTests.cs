using System.Buffers;
using System.Text;
using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Gemini;
using Gyre.Models.Providers;

namespace Gyre.Models.Tests.Dialects.Gemini;

public sealed class GeminiDialectTests
{
    private static readonly GeminiDialect Gemini = new();

    [Fact]
    public void A_request_may_be_in_camel_or_in_snake_case()
    {
        var camel = Read("""{"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"parts":[{"text":"u"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],"generationConfig":{"maxOutputTokens":5,"topK":3,"responseMimeType":"application/json"}}""");
        var snake = Read("""{"system_instruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"u"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}}]}],"generation_config":{"max_output_tokens":5,"top_k":3,"response_mime_type":"application/json"}}""");
        Assert.Equal(Shown.Of(camel), Shown.Of(snake));
        Assert.Equal((5L, 3L), (camel.MaxOutput, camel.TopK));
        Assert.Equal([TurnRole.System, TurnRole.User], camel.Turns.Select(t => t.Role));
    }

    [Fact]
    public void Results_without_ids_answer_the_calls_of_their_name_in_order()
    {
        var call = Read("""
            {"contents":[
              {"role":"user","parts":[{"text":"weather?"}]},
              {"role":"model","parts":[{"functionCall":{"name":"w","args":{"c":1}}},{"functionCall":{"name":"w","args":{"c":2}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"w","response":{"output":"one"}}},{"functionResponse":{"name":"w","response":{"t":2}}}]},
              {"role":"model","parts":[{"functionCall":{"name":"w","args":{"c":3}}}]},
              {"role":"function","parts":[{"functionResponse":{"name":"w","response":{"error":"no"}}}]}]}
            """);
        var calls = call.Turns.SelectMany(t => t.Parts).OfType<ToolCallPart>().Select(c => c.Id).ToList();
        var results = call.Turns.SelectMany(t => t.Parts).OfType<ToolResultPart>().ToList();
        Assert.Equal(3, calls.Distinct().Count());
        Assert.Equal(calls, results.Select(r => r.CallId));
        Assert.Equal(["one", """{"t":2}""", "no"], results.Select(r => ((TextPart)r.Content[0]).Text));
        Assert.Equal([false, false, true], results.Select(r => r.IsError));
    }

    [Theory]
    [InlineData("""{"contents":[],"tools":[{"googleMaps":{}}]}""", "tools[0].googleMaps")]
    [InlineData("""{"contents":[],"cachedContent":"cachedContents/1"}""", "cachedContent")]
    [InlineData("""{"contents":[],"generationConfig":{"candidateCount":2}}""", "generationConfig.candidateCount")]
    [InlineData("""{"contents":[],"generationConfig":{"responseModalities":["IMAGE"]}}""", "generationConfig.responseModalities")]
    [InlineData("""{"contents":[],"generationConfig":{"speechConfig":{}}}""", "generationConfig.speechConfig")]
    [InlineData("""{"contents":[{"parts":[{"executableCode":{"code":"1"}}]}]}""", "contents[0].parts[0].executableCode")]
    public void What_only_Gemini_has_is_refused_by_name(string body, string field)
    {
        var e = Assert.Throws<ProblemException>(() => Read(body));
        Assert.Equal(("not-carried", field), (e.Problem.Code, e.Problem.Field));
    }

    [Fact]
    public void Schemas_of_Geminis_clients_become_usual_ones()
    {
        var call = Read("""{"contents":[],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"type":{"type":"STRING","nullable":true},"l":{"type":"ARRAY","items":{"type":"INTEGER"}}}}},{"name":"g","parametersJsonSchema":{"$ref":"#/x"}}]}]}""");
        Assert.Equal("""{"type":"object","properties":{"type":{"type":["string","null"]},"l":{"type":"array","items":{"type":"integer"}}}}""", call.Tools[0].Schema.GetRawText());
        Assert.Equal("""{"$ref":"#/x"}""", call.Tools[1].Schema.GetRawText());
    }

    [Fact]
    public void Older_models_get_schemas_without_references()
    {
        var schema = JsonElement.Parse("""
            {"type":"object","additionalProperties":false,"$defs":{"c":{"type":"string","enum":["a","b"]}},
             "properties":{"c":{"$ref":"#/$defs/c"},"n":{"type":["integer","null"]},"u":{"anyOf":[{"$ref":"#/$defs/c"},{"type":"null"}]},"k":{"const":5}},"required":["c"]}
            """);
        var written = Write(new ChatCall { Model = "gemini-2.0-flash", Format = new AnswerFormat { Schema = schema } });
        Assert.Equal(
            """{"type":"OBJECT","required":["c"],"properties":{"c":{"type":"STRING","enum":["a","b"]},"n":{"type":"INTEGER","nullable":true},"u":{"type":"STRING","enum":["a","b"],"nullable":true},"k":{"enum":["5"],"type":"STRING"}}}""",
            written.GetProperty("generationConfig").GetProperty("responseSchema").GetRawText());
        Assert.Equal(
            schema.GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
            Write(new ChatCall { Model = "gemini-2.5-pro", Format = new AnswerFormat { Schema = schema } }).GetProperty("generationConfig").GetProperty("responseJsonSchema").GetRawText());
    }

    [Fact]
    public void A_schema_that_holds_itself_is_refused_for_older_models()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"next":{"$ref":"#"}}}""");
        var e = Assert.Throws<ProblemException>(() => Write(new ChatCall { Model = "gemini-1.5-pro", Format = new AnswerFormat { Schema = schema } }));
        Assert.Equal("not-carried", e.Problem.Code);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "high", null, """{"thinkingBudget":24576}""")]
    [InlineData("gemini-2.5-flash", "none", null, """{"thinkingBudget":0}""")]
    [InlineData("gemini-3-pro", "xhigh", null, """{"thinkingLevel":"high"}""")]
    [InlineData("gemini-3-pro", "minimal", null, """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3-flash", "minimal", null, """{"thinkingLevel":"minimal"}""")]
    [InlineData("gemini-3-pro", null, 2000L, """{"thinkingBudget":2000,"includeThoughts":true}""")]
    [InlineData("gemini-2.5-flash", null, 0L, """{"thinkingBudget":0}""")]
    public void Effort_is_said_in_the_models_own_way(string model, string? effort, long? budget, string thinking) => Assert.Equal(
        thinking,
        Write(new ChatCall { Model = model, Reasoning = new ReasoningWish { Effort = effort, Budget = budget } }).GetProperty("generationConfig").GetProperty("thinkingConfig").GetRawText());

    [Theory]
    [InlineData("gemini-3-pro-preview", "skip_thought_signature_validator")]
    [InlineData("gemini-2.5-pro", null)]
    public void Calls_of_other_models_do_not_break_newer_ones(string model, string? signature)
    {
        var written = Write(new ChatCall { Model = model, Turns = [new Turn(TurnRole.Assistant, [new ToolCallPart("a", "f", "{}"), new ToolCallPart("b", "f", "{}")])] });
        var parts = written.GetProperty("contents")[0].GetProperty("parts");
        Assert.Equal(signature, parts[0].TryGetProperty("thoughtSignature", out var sign) ? sign.GetString() : null);
        Assert.False(parts[1].TryGetProperty("thoughtSignature", out _));
    }

    [Fact]
    public void A_signature_comes_back_on_the_call_it_came_with()
    {
        var answer = Gemini.ReadAnswer("""{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"g"}}]},"finishReason":"STOP"}],"responseId":"r1","modelVersion":"gemini-3-pro"}"""u8);
        Assert.Equal(FinishReason.ToolCalls, answer.Finish);
        Assert.Equal(["call_r1_0", "call_r1_1"], answer.Parts.Cast<ToolCallPart>().Select(c => c.Id));
        var written = Write(new ChatCall { Model = "gemini-3-pro", Turns = [new Turn(TurnRole.Assistant, answer.Parts)] });
        Assert.Equal(
            """[{"functionCall":{"id":"call_r1_0","name":"f","args":{"a":1}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"call_r1_1","name":"g","args":{}}}]""",
            written.GetProperty("contents")[0].GetProperty("parts").GetRawText());
    }

    [Fact]
    public void Signatures_of_others_are_base64_for_Geminis_clients()
    {
        var to = new ArrayBufferWriter<byte>();
        Gemini.WriteAnswer(
            new ChatAnswer { Parts = [new ThinkingPart("t") { Signature = new Opaque(Dialect.Anthropic, "EqQ") }] }, new ChatCall { Model = "m" }, new AnswerStamp("1", default), to);
        var signature = JsonElement.Parse(to.WrittenSpan).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("thoughtSignature").GetString()!;
        Assert.StartsWith("gyre1.", Encoding.UTF8.GetString(Convert.FromBase64String(signature)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("RECITATION", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("OTHER", FinishReason.Stop)]
    public void Reasons_to_stop_are_told(string reason, FinishReason finish) =>
        Assert.Equal(finish, Gemini.ReadAnswer(Encoding.UTF8.GetBytes($$"""{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"{{reason}}"}]}""")).Finish);

    [Fact]
    public void A_blocked_prompt_is_a_filtered_answer_and_its_input_counts()
    {
        const string Body = """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":12,"totalTokenCount":12},"modelVersion":"m"}""";
        var answer = Gemini.ReadAnswer(Encoding.UTF8.GetBytes(Body));
        Assert.Equal((FinishReason.ContentFilter, 12L), (answer.Finish, answer.Usage!.TotalInput));
        var events = Stream($"data: {Body}\n\n");
        Assert.Equal(FinishReason.ContentFilter, events.OfType<AnswerFinished>().Single().Reason);
        Assert.IsType<AnswerEnded>(events[^1]);
    }

    [Fact]
    public void A_real_stream_gives_thoughts_words_calls_and_the_last_usage()
    {
        var events = Stream(
            """
            data: {"candidates":[{"content":{"parts":[{"text":"**Thinking**","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"totalTokenCount":8},"modelVersion":"gemini-2.5-flash","responseId":"abc"}

            data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1,"thoughtsTokenCount":20,"totalTokenCount":29}}

            data: {"candidates":[{"content":{"parts":[{"text":"lo"},{"functionCall":{"name":"f","args":{}}},{"text":"","thoughtSignature":"c2ln"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":4,"thoughtsTokenCount":20,"totalTokenCount":32}}


            """);
        var whole = new AnswerAssembler();
        events.ForEach(whole.Add);
        Assert.Equal(
            [new ThinkingPart("**Thinking**"), new TextPart("Hello"), new ToolCallPart("call_abc_0", "f", "{}"), new ThinkingPart("") { Signature = new Opaque(Dialect.Gemini, "c2ln") }],
            whole.Answer.Parts);
        Assert.Equal((FinishReason.ToolCalls, 8L, 4L, 20L), (whole.Answer.Finish, whole.Usage!.FreshInput, whole.Usage.Output, whole.Usage.Reasoning));
        Assert.True(whole.Ended);
    }

    [Fact]
    public void An_error_says_how_long_to_wait_and_a_wrong_key_is_one()
    {
        var busy = Gemini.ReadError(429, """[{"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}]"""u8);
        Assert.Equal((ErrorKind.RateLimited, 429, 34.5), (busy.Kind, busy.Status, busy.RetryAfter!.Value.TotalSeconds));
        var key = Gemini.ReadError(400, """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"""u8);
        Assert.Equal((ErrorKind.Authentication, 401), (key.Kind, key.Status));
        var large = Gemini.ReadError(400, """{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}"""u8);
        Assert.Equal((ErrorKind.ContextLength, "context_length_exceeded"), (large.Kind, large.Code));
    }

    [Fact]
    public void A_file_in_another_store_is_refused() => Assert.Equal(
        "not-carried",
        Assert.Throws<ProblemException>(() => Write(new ChatCall { Model = "m", Turns = [new Turn(TurnRole.User, [new FilePart(new Media { FileId = "file-1" })])] })).Problem.Code);

    private static ChatCall Read(string body) => Gemini.ReadCall(Encoding.UTF8.GetBytes(body), new CallTarget("m", false));

    private static JsonElement Write(ChatCall call)
    {
        var to = new ArrayBufferWriter<byte>();
        Gemini.WriteCall(call, ModelTraits.Current, to);
        return JsonElement.Parse(to.WrittenSpan);
    }

    private static List<ChatStreamEvent> Stream(string text)
    {
        var (reader, events) = (Gemini.OpenReader(), new List<ChatStreamEvent>());
        reader.Read(Encoding.UTF8.GetBytes(text), events);
        reader.Complete(events);
        return events;
    }
}
