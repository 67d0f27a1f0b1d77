using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>Ollama's own chat: lines of JSON, arguments as objects, no cached tokens.</summary>
internal sealed class OllamaVendor : Vendor
{
    private const string Counted = """ "done_reason":"stop","total_duration":9,"load_duration":1,"prompt_eval_count":15,"prompt_eval_duration":2,"eval_count":7,"eval_duration":3 """;

    public override string StreamType => "application/x-ndjson";

    public override Seen Read(JsonNode body, string? model, bool? stream)
    {
        var calls = new Queue<JsonNode?>();
        var results = new List<string>();
        var pictures = new List<string>();
        string words = "", system = "", fault = "";
        foreach (var message in Items(body["messages"]))
        {
            switch (Is(message, "role"))
            {
                case "system":
                    system += Is(message, "content");
                    break;
                case "user":
                    words = Is(message, "content");
                    pictures.AddRange(Items(message!["images"]).Select(i => Picture("image/png", Str(i))));
                    break;
                case "assistant":
                    foreach (var call in Items(message!["tool_calls"]))
                    {
                        calls.Enqueue(call!["function"]!["arguments"] as JsonObject);
                    }

                    break;
                case "tool" when calls.TryDequeue(out var arguments):
                    results.Add(Result(arguments, Is(message, "content")));
                    break;
                case var role:
                    fault = $"invalid role {role}";
                    break;
            }
        }

        return new Seen(Is(body, "model"), (bool?)body["stream"] ?? true)
        {
            Words = words,
            System = system,
            Tools = [.. Items(body["tools"]).Select(t => Is(t!["function"], "name"))],
            Schema = body["format"] as JsonObject,
            Pictures = pictures,
            Results = results,
            Fault = fault.Length > 0 ? fault : null,
        };
    }

    public override JsonNode Answer(Said said, Seen seen) => Line(seen, Message(said.Text, said), done: true);

    public override (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen)
    {
        var middle = said.Calls.Count > 0 ? [Message("", said)] : said.Pieces.Select(p => Message(p, new Said()));
        return ([], [.. middle.Select(m => Text(Line(seen, m, done: false)) + "\n")], [Text(Line(seen, Message("", new Said()), done: true)) + "\n"]);
    }

    public override JsonNode Error(int status, string message) => new JsonObject { ["error"] = message };

    public override string ErrorEvent(string message) => Text(Error(500, message)) + "\n";

    private static string Message(string text, Said said)
    {
        var calls = string.Join(',', said.Calls.Select(c => $$"""{"function":{"name":"{{c.Name}}","arguments":{{c.Arguments}} } }"""));
        return $$"""{"role":"assistant","content":{{Quoted(text)}}{{(calls.Length > 0 ? ",\"tool_calls\":[" + calls + "]" : "")}} }""";
    }

    private static JsonNode Line(Seen seen, string message, bool done) => Json(
        $$"""{"model":"{{seen.Model}}","created_at":"2026-11-21T10:00:00.000000Z","message":{{message}},"done":{{(done ? "true," + Counted : "false")}},"x_unknown":{"kept":2.50} }""");
}
