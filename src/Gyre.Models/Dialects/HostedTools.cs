using System.Text.Json;
using Gyre.Kernel;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects;

/// <summary>What dialects have alike about tools that the provider runs.</summary>
internal static class HostedTools
{
    /// <summary>The refusal of a tool that only the client's own vendor runs.</summary>
    /// <param name="field">Its path in the request.</param>
    /// <param name="name">What the client calls it.</param>
    /// <param name="dialect">Who runs it.</param>
    public static ProblemException OnlyAt(string field, string? name, string dialect) => new(new Problem(
        "not-carried",
        $"'{field}' asks for '{name}', which {dialect} alone has in this form, and the model asked for is behind another. Leave it out, or use a model whose provider speaks {dialect}.")
    {
        Field = field,
    });

    /// <summary>The refusal towards a provider that does not run it.</summary>
    public static ProblemException NotAt(HostedToolKind kind, string dialect) => Untranslatable.NotCarried(
        "tools",
        dialect,
        $"It asks for {Words(kind)}, which {(kind == HostedToolKind.WebFetch ? "Anthropic and Gemini" : "OpenAI's responses, Anthropic and Gemini")} have: leave it out, or use a model behind one of them.");

    /// <summary>The refusal of a limit on where to look.</summary>
    public static ProblemException Domains(string field, string dialect) => Untranslatable.NotCarried("tools." + field, dialect, "Leave it out, or use a model of Anthropic's.");

    /// <summary>Reads a place in the form of OpenAI and Anthropic; null where there is none.</summary>
    public static UserPlace? Place(JsonElement at) => at.ValueKind == JsonValueKind.Object ? new UserPlace(at.Text("city"), at.Text("region"), at.Text("country"), at.Text("timezone")) : null;

    /// <summary>Writes it, into an object that is open.</summary>
    public static void Write(Utf8JsonWriter json, UserPlace place)
    {
        json.Text("city"u8, place.City);
        json.Text("region"u8, place.Region);
        json.Text("country"u8, place.Country);
        json.Text("timezone"u8, place.Timezone);
    }

    /// <summary>A list of texts; nothing where it is empty.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }

    private static string Words(HostedToolKind kind) => kind switch
    {
        HostedToolKind.WebSearch => "a web search",
        HostedToolKind.WebFetch => "pages to be read",
        _ => "code to be run",
    };
}
