using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Reads <c>contents</c>. Calls need no id in Gemini: results then answer the calls of the same name in order.</summary>
internal static class GeminiTurnReader
{
    private const string Name = "Gemini's generateContent";

    public static IReadOnlyList<Turn> Read(IEnumerable<JsonElement> contents)
    {
        var turns = new List<Turn>();
        var open = new List<ToolCallPart>();
        foreach (var (index, content) in contents.Index())
        {
            var role = content.Text("role") switch
            {
                null or "" or "user" or "function" or "tool" => TurnRole.User,
                "model" => TurnRole.Assistant,
                "system" => TurnRole.System,
                _ => throw Untranslatable.Invalid($"contents[{index}].role", "user or model"),
            };
            var parts = new List<Part>();
            foreach (var (at, part) in CallFields.RequiredItems(content, "parts", $"contents[{index}].").Index())
            {
                var path = $"contents[{index}].parts[{at}]";
                if (part.Either("functionResponse") is { ValueKind: JsonValueKind.Object } response)
                {
                    Conversation.AddResult(turns, Result(response, open, path));
                    continue;
                }

                foreach (var one in Parts(part, path, $"call_{index}_{at}"))
                {
                    parts.Add(one);
                    if (one is ToolCallPart call)
                    {
                        open.Add(call);
                    }
                }
            }

            if (parts.Count > 0)
            {
                turns.Add(new Turn(role, parts));
            }
        }

        return Conversation.WithResultNames(turns);
    }

    /// <summary>What one part holds: mostly one thing; words that carry a signature are followed by the thinking it seals.</summary>
    /// <param name="part">The part.</param>
    /// <param name="path">Where it is, for the caller.</param>
    /// <param name="callId">For a call that has no id.</param>
    public static IEnumerable<Part> Parts(JsonElement part, string path, string callId)
    {
        var redacted = false;
        var signature = part.EitherText("thoughtSignature") is { Length: > 0 } sealedBy ? GeminiFields.Signature(sealedBy, out redacted) : null;
        if (part.Either("functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            var arguments = call.Field("args") is { ValueKind: JsonValueKind.Object } args ? args.GetRawText() : "{}";
            yield return new ToolCallPart(call.Text("id") is { Length: > 0 } id ? id : callId, CallFields.RequiredText(call, "name", path + ".functionCall."), arguments) { Signature = signature };
        }
        else if (part.Text("text") is { } text)
        {
            if (part.Flag("thought") == true)
            {
                yield return new ThinkingPart(text) { Signature = signature, Redacted = redacted };
                yield break;
            }

            if (text.Length > 0)
            {
                yield return new TextPart(text);
            }

            if (signature is not null)
            {
                yield return new ThinkingPart("") { Signature = signature, Redacted = redacted };
            }
        }
        else if (part.Either("inlineData") is { ValueKind: JsonValueKind.Object } inline)
        {
            yield return Media(new Media { Type = inline.EitherText("mimeType"), Base64 = CallFields.RequiredText(inline, "data", path + ".inlineData.") }, inline);
        }
        else if (part.Either("fileData") is { ValueKind: JsonValueKind.Object } file)
        {
            yield return Media(new Media { Type = file.EitherText("mimeType"), Url = file.EitherText("fileUri") ?? throw Untranslatable.Invalid(path + ".fileData.fileUri", "a text that is not empty") }, file);
        }
        else if (part.ValueKind == JsonValueKind.Object && part.EnumerateObject().FirstOrDefault(f => f.Value.IsSome() && f.Name is not ("thought" or "thoughtSignature" or "thought_signature")) is { Name: { } other })
        {
            throw CallFields.Refused($"{path}.{other}", Name);
        }
    }

    private static Part Media(Media source, JsonElement data) => source.Type switch
    {
        { } type when type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) => new ImagePart(source),
        { } type when type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) && source.Base64 is { } sound => new AudioPart(sound, type[6..] is "mpeg" ? "mp3" : type[6..]),
        null when source.Url is { } url && GeminiMedia.IsImage(url) => new ImagePart(source),
        _ => new FilePart(source) { Name = data.EitherText("displayName") },
    };

    private static ToolResultPart Result(JsonElement response, List<ToolCallPart> open, string path)
    {
        var name = CallFields.RequiredText(response, "name", path + ".functionResponse.");
        var id = response.Text("id");
        var answered = open.FindIndex(c => string.IsNullOrEmpty(id) ? c.Name == name : c.Id == id);
        id = string.IsNullOrEmpty(id) ? answered >= 0 ? open[answered].Id : name : id;
        if (answered >= 0)
        {
            open.RemoveAt(answered);
        }

        var content = GeminiToolResult.Read(response.Field("response"), out var failed);
        var media = response.Items("parts").SelectMany((p, i) => Parts(p, $"{path}.functionResponse.parts[{i}]", ""));
        return new ToolResultPart(id, [.. content, .. media]) { Name = name, IsError = failed };
    }
}
