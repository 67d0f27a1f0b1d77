using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>OpenAI's responses.</summary>
internal sealed class ResponsesVendor : Vendor
{
    private const string Usage = """{"input_tokens":15,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":22}""";

    public override Seen Read(JsonNode body, string? model, bool? stream)
    {
        var calls = new Dictionary<string, string>(StringComparer.Ordinal);
        var results = new List<string>();
        var pictures = new List<string>();
        string words = body["input"] is JsonValue ? Str(body["input"]) : "", system = Str(body["instructions"]), fault = "";
        foreach (var item in Items(body["input"]))
        {
            switch (Is(item, "type"), Is(item, "role"))
            {
                case ("function_call", _):
                    calls[Is(item, "call_id")] = Is(item, "arguments");
                    break;
                case ("function_call_output", _) when calls.TryGetValue(Is(item, "call_id"), out var arguments):
                    results.Add(Result(arguments, Content(item!["output"])));
                    break;
                case (_, "system" or "developer"):
                    system += Content(item!["content"]);
                    break;
                case (_, "user"):
                    words = Content(item!["content"]);
                    pictures.AddRange(Items(item["content"] as JsonArray).Where(p => Is(p, "type") == "input_image").Select(p => PictureOfUrl(Is(p, "image_url"))));
                    break;
                case (_, "assistant"):
                    break;
                case var (type, _):
                    fault = $"An item of type '{type}' answers no call.";
                    break;
            }
        }

        return new Seen(Is(body, "model"), (bool?)body["stream"] ?? false)
        {
            Words = words,
            System = system,
            Tools = [.. Items(body["tools"]).Where(t => Is(t, "type") == "function").Select(t => Is(t, "name"))],
            Schema = Is(body["text"]?["format"], "type") == "json_schema" ? body["text"]!["format"]!["schema"] : null,
            Pictures = pictures,
            Results = results,
            Fault = fault.Length > 0 ? fault : null,
        };
    }

    public override JsonNode Answer(Said said, Seen seen) => Response(seen, "completed", Output(said), Usage);

    public override (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen)
    {
        var number = 0;
        string Of(string type, string fields) => Event(Json($$"""{"type":"{{type}}","sequence_number":{{number++}},{{fields}} }"""));
        string[] opening =
        [
            Of("response.created", $"\"response\":{Text(Response(seen, "in_progress", "[]", "null"))}"),
            Of("response.in_progress", $"\"response\":{Text(Response(seen, "in_progress", "[]", "null"))}"),
        ];
        var middle = new List<string>();
        if (said.Calls.Count == 0)
        {
            const string Place = "\"item_id\":\"msg_v1\",\"output_index\":0,\"content_index\":0";
            opening = [.. opening, Of("response.output_item.added", """ "output_index":0,"item":{"id":"msg_v1","type":"message","status":"in_progress","role":"assistant","content":[]} """), Of("response.content_part.added", Place + ""","part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}""")];
            middle.AddRange(said.Pieces.Select(p => Of("response.output_text.delta", $"{Place},\"delta\":{Quoted(p)},\"logprobs\":[],\"obfuscation\":\"q\"")));
            return (opening, [.. middle],
            [
                Of("response.output_text.done", $"{Place},\"text\":{Quoted(said.Text)},\"logprobs\":[]"),
                Of("response.content_part.done", $$"""{{Place}},"part":{"type":"output_text","text":{{Quoted(said.Text)}},"annotations":[],"logprobs":[]}"""),
                Of("response.output_item.done", $"\"output_index\":0,\"item\":{Text(Items(Json(Output(said)))[0])}"),
                Of("response.completed", $"\"response\":{Text(Response(seen, "completed", Output(said), Usage))}"),
            ]);
        }

        foreach (var (index, call) in said.Calls.Index())
        {
            middle.Add(Of("response.output_item.added", $$""" "output_index":{{index}},"item":{"id":"fc_{{call.Id}}","type":"function_call","status":"in_progress","arguments":"","call_id":"{{call.Id}}","name":"{{call.Name}}"} """));
            middle.AddRange(Halves(call.Arguments).Select(h => Of("response.function_call_arguments.delta", $"\"item_id\":\"fc_{call.Id}\",\"output_index\":{index},\"delta\":{Quoted(h)}")));
            middle.Add(Of("response.function_call_arguments.done", $"\"item_id\":\"fc_{call.Id}\",\"output_index\":{index},\"arguments\":{Quoted(call.Arguments)}"));
            middle.Add(Of("response.output_item.done", $"\"output_index\":{index},\"item\":{Text(Items(Json(Output(said)))[index])}"));
        }

        return (opening, [.. middle], [Of("response.completed", $"\"response\":{Text(Response(seen, "completed", Output(said), Usage))}")]);
    }

    public override JsonNode Error(int status, string message) => new OpenAiVendor().Error(status, message);

    public override string ErrorEvent(string message) => Event(Json($$"""{"type":"error","sequence_number":9,"code":"server_error","message":{{Quoted(message)}},"param":null}"""));

    private static string Output(Said said) => said.Calls.Count > 0
        ? "[" + string.Join(',', said.Calls.Select(c => $$"""{"id":"fc_{{c.Id}}","type":"function_call","status":"completed","arguments":{{Quoted(c.Arguments)}},"call_id":"{{c.Id}}","name":"{{c.Name}}"}""")) + "]"
        : $$"""[{"id":"msg_v1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":{{Quoted(said.Text)}},"annotations":[],"logprobs":[]}]}]""";

    private static JsonNode Response(Seen seen, string status, string output, string usage) => Json(
        $$"""{"id":"resp_v1","object":"response","created_at":1790000000,"status":"{{status}}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"{{seen.Model}}-2026","output":{{output}},"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":false,"temperature":1.0,"text":{"format":{"type":"text"} },"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{usage}},"user":null,"metadata":{},"x_unknown":{"kept":2.50} }""");
}
