using System.Text.Json;
using Gyre.Models.Dialects.Schemas;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Writes the request of <c>messages</c>.</summary>
internal static class AnthropicCallWriter
{
    private const long UnknownLimit = 8192;

    public static void Write(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        Refuse(call);
        var format = AnthropicFormat.Of(call, traits);
        var thinking = AnthropicThinking.Of(call, traits, format, UnknownLimit);
        json.WriteStartObject();
        json.WriteString("model"u8, call.Model);
        json.WriteNumber("max_tokens"u8, thinking.MaxTokens);
        AnthropicTurnWriter.Write(json, call.Turns, thinking.On);
        Tools(json, call, format);
        thinking.Write(json, format.Native);

        // With thinking on, temperature and top_k are the model's own; newer models take temperature or top_p, not both.
        if (!thinking.On && !traits.FixedSampling)
        {
            json.Number("temperature"u8, call.Temperature is > 1 ? 1 : call.Temperature);
            json.Number("top_k"u8, call.TopK);
        }

        if (!traits.FixedSampling && (thinking.On ? call.TopP >= 0.95 : call.Temperature is null))
        {
            json.Number("top_p"u8, call.TopP);
        }

        Stops(json, call.Stops);
        if (call.EndUser is { } user)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }

        json.Text("service_tier"u8, call.ServiceTier switch { "auto" or "priority" => "auto", "default" or "standard_only" => "standard_only", _ => null });
        if (call.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        json.WriteEndObject();
    }

    private static void Refuse(ChatCall call)
    {
        if (call.FrequencyPenalty is not (null or 0))
        {
            throw Untranslatable.NotCarried("frequency_penalty", AnthropicDialect.Name, "Leave it out.");
        }

        if (call.PresencePenalty is not (null or 0))
        {
            throw Untranslatable.NotCarried("presence_penalty", AnthropicDialect.Name, "Leave it out.");
        }

        if (call.Stops.Any(string.IsNullOrWhiteSpace))
        {
            throw Untranslatable.NotCarried("stop", AnthropicDialect.Name, "A stop word needs a letter there: white space alone is refused.");
        }
    }

    private static void Tools(Utf8JsonWriter json, ChatCall call, AnthropicFormat format)
    {
        if (call.Tools.Count + call.HostedTools.Count == 0 && format.Tool is null)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in call.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            json.Text("description"u8, CustomTools.Description(tool));
            var strict = tool.Strict == true ? AnthropicSchema.Strict(tool.Schema) : null;
            json.WritePropertyName("input_schema"u8);
            (strict ?? AnthropicSchema.Input(CustomTools.Schema(tool))).WriteTo(json);
            json.Flag("strict"u8, strict is null ? null : true);
            AnthropicTurnWriter.Cache(json, tool.Cache);
            json.WriteEndObject();
        }

        foreach (var tool in call.HostedTools)
        {
            AnthropicHostedTools.Write(json, tool);
        }

        if (format.Tool is { } schema)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, AnthropicFormat.ToolName);
            json.WriteString("description"u8, call.Format!.Description ?? "Gives the final answer. Call it once, with the whole answer.");
            json.WritePropertyName("input_schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Choice(json, call, format);
    }

    private static void Choice(Utf8JsonWriter json, ChatCall call, AnthropicFormat format)
    {
        var choice = call.ToolChoice;
        if (format.Tool is not null && choice?.Kind != ToolChoiceKind.Named)
        {
            // The answer itself is a tool: alone it must be called, among others one of them.
            choice = call.Tools.Count == 0 || choice?.Kind == ToolChoiceKind.None ? new ToolChoice(ToolChoiceKind.Named, AnthropicFormat.ToolName) : new ToolChoice(ToolChoiceKind.Required);
        }

        if (choice is null && call.ParallelToolCalls is null)
        {
            return;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice?.Kind switch { ToolChoiceKind.None => "none"u8, ToolChoiceKind.Required => "any"u8, ToolChoiceKind.Named => "tool"u8, _ => "auto"u8 });
        json.Text("name"u8, choice?.Name);
        if (choice?.Kind != ToolChoiceKind.None)
        {
            json.Flag("disable_parallel_tool_use"u8, !call.ParallelToolCalls);
        }

        json.WriteEndObject();
    }

    private static void Stops(Utf8JsonWriter json, IReadOnlyList<string> stops)
    {
        if (stops.Count == 0)
        {
            return;
        }

        json.WriteStartArray("stop_sequences"u8);
        foreach (var stop in stops)
        {
            json.WriteStringValue(stop);
        }

        json.WriteEndArray();
    }
}
