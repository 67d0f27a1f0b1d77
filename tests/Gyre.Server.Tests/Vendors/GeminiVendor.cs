using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>Gemini's generateContent. It signs its calls of tools, and wants each signature back.</summary>
internal sealed class GeminiVendor : Vendor
{
    private const string Signature = "c2lnbmVkLWJ5LWdlbWluaQ==";
    private const string Usage = """{"promptTokenCount":15,"cachedContentTokenCount":4,"candidatesTokenCount":7,"totalTokenCount":22,"promptTokensDetails":[{"modality":"TEXT","tokenCount":15}]}""";

    public override Seen Read(JsonNode body, string? model, bool? stream)
    {
        var calls = new Queue<(string Name, JsonNode? Arguments)>();
        var results = new List<string>();
        var pictures = new List<string>();
        string words = "", fault = "";
        foreach (var content in Items(body["contents"]))
        {
            var signed = false;
            foreach (var part in Items(content!["parts"]))
            {
                if (part!["text"] is { } text)
                {
                    words = Is(content, "role") == "model" ? words : Str(text);
                }
                else if (part["inlineData"] is { } data)
                {
                    pictures.Add(Picture(Is(data, "mimeType"), Is(data, "data")));
                }
                else if (part["functionCall"] is { } call)
                {
                    fault = !signed && Is(part, "thoughtSignature") != Signature ? "Function call is missing a thought_signature in functionCall parts." : fault;
                    signed = true;
                    calls.Enqueue((Is(call, "name"), call["args"]));
                }
                else if (part["functionResponse"] is { } response && calls.TryDequeue(out var answered) && answered.Name == Is(response, "name"))
                {
                    results.Add(Result(answered.Arguments, Spoken(response["response"])));
                }
                else
                {
                    fault = $"Unexpected part: {part.ToJsonString()}";
                }
            }
        }

        var settings = body["generationConfig"];
        return new Seen(model!, stream!.Value)
        {
            Words = words,
            System = string.Concat(Items(body["systemInstruction"]?["parts"]).Select(p => Is(p, "text"))),
            Tools = [.. Items(body["tools"]).SelectMany(t => Items(t!["functionDeclarations"])).Select(f => Is(f, "name"))],
            Schema = Is(settings, "responseMimeType") == "application/json" ? settings!["responseJsonSchema"] ?? settings["responseSchema"] : null,
            Pictures = pictures,
            Results = results,
            Fault = fault.Length > 0 ? fault : null,
        };
    }

    public override JsonNode Answer(Said said, Seen seen) => Chunk(seen, said.Calls.Count > 0 ? Calls(said) : Words(said.Text), finish: true);

    public override (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen) => said.Calls.Count > 0
        ? ([], [Frame(Chunk(seen, Calls(said), finish: false))], [Frame(Chunk(seen, Words(""), finish: true))])
        : ([], [.. said.Pieces.Select(p => Frame(Chunk(seen, Words(p), finish: false)))], [Frame(Chunk(seen, Words(""), finish: true))]);

    public override JsonNode Error(int status, string message)
    {
        var word = status switch { 429 => "RESOURCE_EXHAUSTED", 404 => "NOT_FOUND", 401 => "UNAUTHENTICATED", >= 500 => "INTERNAL", _ => "INVALID_ARGUMENT" };
        return Json($$"""{"error":{"code":{{status}},"message":{{Quoted(message)}},"status":"{{word}}"} }""");
    }

    // Google ends its lines as HTTP does.
    public override string ErrorEvent(string message) => Frame(Error(500, message));

    private static string Frame(JsonNode data) => $"data: {Text(data)}\r\n\r\n";

    private new static string Words(string text) => $$"""{"text":{{Quoted(text)}} }""";

    // The first of several calls carries the signature of all.
    private static string Calls(Said said) => string.Join(',', said.Calls.Select((call, index) =>
    {
        var signed = index == 0 ? $",\"thoughtSignature\":\"{Signature}\"" : "";
        return $$"""{"functionCall":{"name":"{{call.Name}}","args":{{call.Arguments}} }{{signed}} }""";
    }));

    private static JsonNode Chunk(Seen seen, string parts, bool finish) => Json(
        $$"""{"candidates":[{"content":{"parts":[{{parts}}],"role":"model"}{{(finish ? ",\"finishReason\":\"STOP\"" : "")}},"index":0}],"usageMetadata":{{Usage}},"modelVersion":"{{seen.Model}}-2026","responseId":"r-v1","xUnknown":{"kept":2.50} }""");

    private static string Spoken(JsonNode? response) => response switch
    {
        JsonObject { Count: 1 } one => one.First().Value is JsonValue value ? value.ToString() : Text(one.First().Value),
        _ => Text(response),
    };
}
