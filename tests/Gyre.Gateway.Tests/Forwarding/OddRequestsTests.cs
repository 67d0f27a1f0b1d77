namespace Gyre.Gateway.Tests.Forwarding;

public sealed class OddRequestsTests
{
    private static readonly string[] Routes =
    [
        "{kind: pool, name: gpt, targets: [{connection: openai, model: gpt-4.1-mini}], retry: {attempts: 1}}",
        "{kind: pool, name: claude, targets: [{connection: anthropic, model: claude-sonnet-4}], retry: {attempts: 1}}",
        "{kind: pool, name: gemini, targets: [{connection: gemini, model: gemini-2.0-flash}], retry: {attempts: 1}}",
        "{kind: pool, name: gemini3, targets: [{connection: gemini, model: gemini-3-pro}], retry: {attempts: 1}}",
    ];

    [Theory]
    [InlineData("""true""")]
    [InlineData("""{"type":"object","properties":true}""")]
    [InlineData("""{"type":"object","properties":{"a":true}}""")]
    [InlineData("""{"type":"object","properties":{"a":5}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":5}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":["string",5]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":true}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":5}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/none"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"http://elsewhere/x.json"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":{}}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[5]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[true]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":5,"const":{"a":1}}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"required":5,"additionalProperties":5}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"a":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","description":5,"minLength":"x","pattern":7}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","description":"\ud800"}}}""")]
    [InlineData("""{"type":"object","$defs":true,"definitions":5,"properties":{"a":{"$ref":"#/$defs/b"}}}""")]
    public async Task A_strange_schema_is_no_fault_of_the_gateway(string schema)
    {
        await using var place = await GatewayPlace.OpenAsync(Routes);
        string[] bodies =
        [
            $$$$"""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{{{{schema}}}}}}]}""",
            $$$$"""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{{{{schema}}}}}}}""",
        ];
        foreach (var model in (string[])["claude", "gemini", "gemini3"])
        {
            foreach (var body in bodies)
            {
                using var answer = await place.PostAsync("/v1/chat/completions", body.Replace("MODEL", model, StringComparison.Ordinal));
            }
        }

        using var one = await place.PostAsync("/v1/messages", $$$$"""{"model":"gpt","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":{{{{schema}}}}}]}""");
        using var two = await place.PostAsync("/v1/responses", $$$$"""{"model":"claude","input":"Hi","text":{"format":{"type":"json_schema","name":"x","schema":{{{{schema}}}}}}}""");
        using var three = await place.PostAsync("/v1beta/models/gpt:generateContent", $$$$"""{"contents":[{"parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{{{{schema}}}}}]}],"generationConfig":{"responseMimeType":"application/json","responseSchema":{{{{schema}}}}}}""");

        Assert.Empty((await place.LedgerAsync()).Where(l => l.Cause == "gateway_fault").Select(l => schema));
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"not json"}}]},{"role":"tool","tool_call_id":"a","content":"x"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"[1]"}}]},{"role":"tool","tool_call_id":"a","content":"x"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"a\":2}"}}]},{"role":"tool","tool_call_id":"a","content":"{\"a\":1,\"a\":2}"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"::"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"%%%"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"%%%","format":"x/y"}}]}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"system","content":"x"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[5]}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"x"}],"tools":[5],"tool_choice":5}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"x"}],"max_tokens":1e400,"temperature":1e400,"seed":1e30}""")]
    [InlineData("/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"x"}],"stop":[5],"metadata":5,"user":5,"logit_bias":5}""")]
    [InlineData("/v1/responses", """{"model":"MODEL","input":[{"type":"function_call","call_id":"a","name":"f","arguments":"not json"},{"type":"function_call_output","call_id":"a","output":[{"type":"input_text","text":5}]}]}""")]
    [InlineData("/v1/responses", """{"model":"MODEL","input":[{"type":"reasoning","id":"r","summary":5,"encrypted_content":"x"},{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/responses", """{"model":"MODEL","input":5}""")]
    [InlineData("/v1/messages", """{"model":"MODEL","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":5}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":5}]}]}""")]
    [InlineData("/v1/messages", """{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":5,"data":"%%"}}]}]}""")]
    [InlineData("/v1/messages", """{"model":"MODEL","max_tokens":-5,"thinking":{"type":"enabled","budget_tokens":-5},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/messages", """{"model":"MODEL","max_tokens":9223372036854775807,"thinking":{"type":"enabled","budget_tokens":9223372036854775807},"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1beta/models/MODEL:generateContent", """{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":5}}]},{"parts":[{"functionResponse":{"name":"f","response":5}}]}],"tools":[5]}""")]
    [InlineData("/v1beta/models/MODEL:generateContent", """{"contents":[{"parts":[5]}],"systemInstruction":{"parts":5}}""")]
    [InlineData("/v1beta/models/MODEL:embedContent", """{"content":5}""")]
    [InlineData("/v1beta/models/MODEL:batchEmbedContents", """{"requests":[5]}""")]
    [InlineData("/v1/embeddings", """{"model":"MODEL","input":[5,"a",[1]]}""")]
    [InlineData("/v1/embeddings", """{"model":"MODEL","input":{}}""")]
    [InlineData("/v1/messages/count_tokens", """{"model":"MODEL","messages":5}""")]
    public async Task A_strange_request_is_no_fault_of_the_gateway(string path, string body)
    {
        await using var place = await GatewayPlace.OpenAsync(Routes);
        foreach (var model in (string[])["gpt", "claude", "gemini", "gemini3"])
        {
            using var answer = await place.PostAsync(path.Replace("MODEL", model, StringComparison.Ordinal), body.Replace("MODEL", model, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(await place.LedgerAsync(), l => l.Cause == "gateway_fault");
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"claude","frequency_penalty":1,"messages":[{"role":"user","content":"Hello"}]}""", "caller_not_translatable")]
    [InlineData("/v1/embeddings", """{"model":"gemini","input":{}}""", "caller_bad_request")]
    [InlineData("/v1/chat/completions", """{"model":"gemini","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{},"a":{}}}}}]}""", "caller_bad_request")]
    public async Task What_the_provider_can_t_be_asked_for_is_told_to_the_client_as_its_own_mistake(string path, string body, string cause)
    {
        await using var place = await GatewayPlace.OpenAsync(Routes);

        using var answer = await place.PostAsync(path, body);

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal((400L, cause, null), (line.Status, line.Cause, line.Cost));
    }
}
