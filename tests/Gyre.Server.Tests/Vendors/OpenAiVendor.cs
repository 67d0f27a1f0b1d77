using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAiVendor : Vendor
{
    private const string Usage = """{"prompt_tokens":15,"completion_tokens":7,"total_tokens":22,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""";

    public override Seen Read(JsonNode body, string? model, bool? stream)
    {
        var calls = new Dictionary<string, string>(StringComparer.Ordinal);
        var results = new List<string>();
        var pictures = new List<string>();
        string words = "", system = "", fault = "";
        foreach (var message in Items(body["messages"]))
        {
            switch (Is(message, "role"))
            {
                case "system" or "developer":
                    system += Content(message!["content"]);
                    break;
                case "user":
                    words = Content(message!["content"]);
                    pictures.AddRange(Items(message["content"] as JsonArray).Where(p => Is(p, "type") == "image_url").Select(p => PictureOfUrl(Is(p!["image_url"], "url"))));
                    break;
                case "assistant":
                    foreach (var call in Items(message!["tool_calls"]))
                    {
                        calls[Is(call, "id")] = Is(call!["function"], "arguments");
                    }

                    break;
                case "tool" when calls.TryGetValue(Is(message, "tool_call_id"), out var arguments):
                    results.Add(Result(arguments, Content(message!["content"])));
                    break;
                case var role:
                    fault = $"A message of role '{role}' answers no call.";
                    break;
            }
        }

        return new Seen(model ?? Is(body, "model"), stream ?? (bool?)body["stream"] ?? false)
        {
            Words = words,
            System = system,
            Tools = [.. Items(body["tools"]).Where(t => Is(t, "type") == "function").Select(t => Is(t!["function"], "name"))],
            Schema = body["response_format"]?["json_schema"]?["schema"],
            Pictures = pictures,
            Results = results,
            WantsUsage = (bool?)body["stream_options"]?["include_usage"] ?? false,
            Fault = fault.Length > 0 ? fault : null,
        };
    }

    public override JsonNode Answer(Said said, Seen seen)
    {
        var calls = said.Calls.Select(c => $$"""{"id":"{{c.Id}}","type":"function","function":{"name":"{{c.Name}}","arguments":{{Quoted(c.Arguments)}} } }""");
        var message = said.Calls.Count > 0
            ? $$"""{"role":"assistant","content":null,"refusal":null,"tool_calls":[{{string.Join(',', calls)}}],"annotations":[]}"""
            : $$"""{"role":"assistant","content":{{Quoted(said.Text)}},"refusal":null,"annotations":[]}""";
        return Json($$"""{"id":"chatcmpl-v1","object":"chat.completion","created":1790000000,"model":"{{seen.Model}}-2026","choices":[{"index":0,"message":{{message}},"logprobs":null,"finish_reason":"{{(said.Calls.Count > 0 ? "tool_calls" : "stop")}}"}],"usage":{{Usage}},"service_tier":"default","x_unknown":{"kept":[1,2.50,"é"]} }""");
    }

    public override (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen)
    {
        string Chunk(string choice, string usage = "null") =>
            $$"""data: {"id":"chatcmpl-v1","object":"chat.completion.chunk","created":1790000000,"model":"{{seen.Model}}-2026","system_fingerprint":"fp_1","choices":[{{choice}}]{{(seen.WantsUsage == true ? ",\"usage\":" + usage : "")}},"obfuscation":"x9Q"}""" + "\n\n";
        string Delta(string delta, string finish = "null") => Chunk($$"""{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}} }""");
        var middle = said.Pieces.Select(p => Delta($$"""{"content":{{Quoted(p)}} }""")).ToList();
        foreach (var (index, call) in said.Calls.Index())
        {
            middle.Add(Delta($$"""{"tool_calls":[{"index":{{index}},"id":"{{call.Id}}","type":"function","function":{"name":"{{call.Name}}","arguments":""} }]}"""));
            middle.AddRange(Halves(call.Arguments).Select(h => Delta($$"""{"tool_calls":[{"index":{{index}},"function":{"arguments":{{Quoted(h)}} } }]}""")));
        }

        List<string> closing = [Delta("{}", said.Calls.Count > 0 ? "\"tool_calls\"" : "\"stop\"")];
        if (seen.WantsUsage == true)
        {
            closing.Add(Chunk("", Usage));
        }

        return ([Delta("""{"role":"assistant","content":"","refusal":null}""")], [.. middle], [.. closing, "data: [DONE]\n\n"]);
    }

    public override JsonNode Error(int status, string message) =>
        Json($$"""{"error":{"message":{{Quoted(message)}},"type":"{{(status == 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error")}}","param":null,"code":{{(status == 404 ? "\"model_not_found\"" : "null")}} } }""");
}
