using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicVendor : Vendor
{
    private const string Counted = """ "input_tokens":11,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0} """;

    public override Seen Read(JsonNode body, string? model, bool? stream)
    {
        var calls = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var results = new List<string>();
        var pictures = new List<string>();
        var fault = body["max_tokens"] is null ? "max_tokens: Field required" : "";
        string words = "", role = "";
        foreach (var message in Items(body["messages"]))
        {
            fault = Is(message, "role") == role ? "messages: roles must alternate" : fault;
            role = Is(message, "role");
            fault = role is not ("user" or "assistant") ? $"messages: unexpected role '{role}'" : fault;
            var content = message!["content"] as JsonArray ?? [new JsonObject { ["type"] = "text", ["text"] = Str(message["content"]) }];
            foreach (var block in content)
            {
                switch (Is(block, "type"))
                {
                    case "text":
                        words = role == "user" ? Is(block, "text") : words;
                        fault = Is(block, "text").Length == 0 ? "messages: text content blocks must be non-empty" : fault;
                        break;
                    case "image":
                        pictures.Add(Picture(Is(block!["source"], "media_type"), Is(block["source"], "data")));
                        break;
                    case "tool_use":
                        calls[Is(block, "id")] = block!["input"];
                        break;
                    case "tool_result" when calls.TryGetValue(Is(block, "tool_use_id"), out var input):
                        results.Add(Result(input, Content(block!["content"])));
                        break;
                    case var type:
                        fault = $"messages: unexpected block '{type}'";
                        break;
                }
            }
        }

        return new Seen(Is(body, "model"), (bool?)body["stream"] ?? false)
        {
            Words = words,
            System = Content(body["system"]),
            Tools = [.. Items(body["tools"]).Where(t => t!["input_schema"] is not null).Select(t => Is(t, "name"))],
            Schema = body["output_config"]?["format"]?["schema"],
            Pictures = pictures,
            Results = results,
            Fault = fault.Length > 0 ? fault : null,
        };
    }

    public override JsonNode Answer(Said said, Seen seen)
    {
        var blocks = said.Calls.Count > 0
            ? string.Join(',', said.Calls.Select(c => $$"""{"type":"tool_use","id":"{{Id(c)}}","name":"{{c.Name}}","input":{{c.Arguments}} }"""))
            : $$"""{"type":"text","text":{{Quoted(said.Text)}} }""";
        return Json($$"""{"id":"msg_v1","type":"message","role":"assistant","model":"{{seen.Model}}","content":[{{blocks}}],"stop_reason":"{{Stop(said)}}","stop_sequence":null,"usage":{ {{Counted}},"output_tokens":7,"service_tier":"standard"},"x_unknown":{"kept":2.50} }""");
    }

    public override (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen)
    {
        var middle = new List<string>();
        if (said.Calls.Count == 0)
        {
            middle.AddRange(said.Pieces.Select(p => Event(Json($$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{Quoted(p)}} } }"""))));
        }

        foreach (var (index, call) in said.Calls.Index())
        {
            middle.Add(Event(Json($$"""{"type":"content_block_start","index":{{index}},"content_block":{"type":"tool_use","id":"{{Id(call)}}","name":"{{call.Name}}","input":{} } }""")));
            middle.AddRange(Halves(call.Arguments).Select(h => Event(Json($$"""{"type":"content_block_delta","index":{{index}},"delta":{"type":"input_json_delta","partial_json":{{Quoted(h)}} } }"""))));
            middle.Add(Event(Json($$"""{"type":"content_block_stop","index":{{index}} }""")));
        }

        string[] opening = [Event(Json($$"""{"type":"message_start","message":{"id":"msg_v1","type":"message","role":"assistant","model":"{{seen.Model}}","content":[],"stop_reason":null,"stop_sequence":null,"usage":{ {{Counted}},"output_tokens":1,"service_tier":"standard"} } }"""))];
        string[] closing =
        [
            Event(Json($$"""{"type":"message_delta","delta":{"stop_reason":"{{Stop(said)}}","stop_sequence":null},"usage":{"output_tokens":7} }""")),
            Event(Json("""{"type":"message_stop"}""")),
        ];
        return said.Calls.Count > 0
            ? (opening, [.. middle], closing)
            : ([.. opening, Event(Json("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")), Event(Json("""{"type":"ping"}"""))], [.. middle], [Event(Json("""{"type":"content_block_stop","index":0}""")), .. closing]);
    }

    public override JsonNode Error(int status, string message)
    {
        var type = status switch { 429 => "rate_limit_error", 404 => "not_found_error", 401 => "authentication_error", >= 500 => "api_error", _ => "invalid_request_error" };
        return Json($$"""{"type":"error","error":{"type":"{{type}}","message":{{Quoted(message)}} },"request_id":"req_v1"}""");
    }

    public override string ErrorEvent(string message) => Event(Error(500, message));

    private static string Id(Called call) => call.Id.Replace("call_", "toolu_", StringComparison.Ordinal);

    private static string Stop(Said said) => said.Calls.Count > 0 ? "tool_use" : "end_turn";
}
