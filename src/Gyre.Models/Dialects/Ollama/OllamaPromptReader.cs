using System.Collections.Frozen;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Reads the request of <c>/api/generate</c>: instructions and one prompt.</summary>
internal static class OllamaPromptReader
{
    private const string Name = "Ollama's generate";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "model", "prompt", "system", "images", "format", "options", "stream", "think", "keep_alive", "truncate", "shift", "raw");

    public static ChatCall Read(JsonElement body, CallTarget target)
    {
        // An empty context or suffix is what some clients always send.
        foreach (var field in body.EnumerateObject().Where(f => f.Value.IsSome() && !Known.Contains(f.Name) && !IsEmpty(f.Value)))
        {
            throw CallFields.Refused(field.Name, Name);
        }

        if (CallFields.Flag(body, "raw") == true)
        {
            throw CallFields.Refused("raw", Name);
        }

        List<Turn> turns = CallFields.Text(body, "system") is { Length: > 0 } system ? [new Turn(TurnRole.System, [new TextPart(system)])] : [];
        turns.Add(new Turn(TurnRole.User, [.. OllamaImages.Read(body), new TextPart(CallFields.RequiredText(body, "prompt", ""))]));
        return OllamaCallReader.Settings(body, target) with { Turns = turns };
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
