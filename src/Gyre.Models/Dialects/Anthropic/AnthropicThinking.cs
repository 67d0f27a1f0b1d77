using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Whether the model thinks, and how much: the wish as far as Anthropic's rules allow it.</summary>
/// <param name="Budget">Tokens for thinking; null where off, or where the model decides.</param>
/// <param name="Effort">The word for it, where the model decides.</param>
/// <param name="On">Whether it thinks.</param>
/// <param name="MaxTokens">The limit of the answer, thinking included.</param>
internal sealed record AnthropicThinking(long? Budget, string? Effort, bool On, long MaxTokens)
{
    private const long Least = 1024;

    public static AnthropicThinking Of(ChatCall call, ModelTraits traits, AnthropicFormat format, long unknownLimit)
    {
        var limit = traits.Limited(call.MaxOutput) ?? traits.MaxOutput ?? unknownLimit;
        var off = new AnthropicThinking(null, null, false, limit);
        if (call.Reasoning is not { Off: false } wish || traits.Reasons == false || !Allowed(call, format))
        {
            return off;
        }

        if (traits.AdaptiveThinking)
        {
            return new AnthropicThinking(null, Efforts.Word(wish) switch { "minimal" => "low", "xhigh" => "max", var word => word }, true, limit);
        }

        var budget = Math.Max(Least, Efforts.Tokens(wish) is > 0 and var tokens ? tokens : Efforts.Tokens(new ReasoningWish { Effort = "medium" })!.Value);
        if (call.MaxOutput is null && traits.MaxOutput is null)
        {
            limit += budget;
        }

        // The budget is part of the limit, and the answer needs room too.
        budget = budget < limit ? budget : limit * 3 / 4;
        return budget < Least ? off : new AnthropicThinking(budget, null, true, limit);
    }

    public void Write(Utf8JsonWriter json, JsonElement schema)
    {
        if (On)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, Budget is null ? "adaptive"u8 : "enabled"u8);
            json.Number("budget_tokens"u8, Budget);
            json.WriteEndObject();
        }

        if (Effort is null && schema.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        json.Text("effort"u8, Effort);
        if (schema.ValueKind != JsonValueKind.Undefined)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.Json("schema"u8, schema);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    // A forced tool excludes thinking. And while tools are being answered, the model's turn must begin with its signed thinking:
    // where the client could not carry that, the model goes on without thinking rather than not at all.
    private static bool Allowed(ChatCall call, AnthropicFormat format) =>
        format.Tool is null
        && call.ToolChoice?.Kind is not (ToolChoiceKind.Required or ToolChoiceKind.Named)
        && (call.Turns.LastOrDefault(t => t.Role is not TurnRole.System and not TurnRole.Developer)?.Role != TurnRole.Tool
            || call.Turns.Last(t => t.Role == TurnRole.Assistant).Parts is [ThinkingPart { Signature.Origin: Dialect.Anthropic }, ..]);
}
