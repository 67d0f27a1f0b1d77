using System.Text.Json;
using Gyre.Models.Dialects.Schemas;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Writes the request of <c>chat/completions</c>.</summary>
internal static class OpenAiCallWriter
{
    public static void Write(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, call.Model);
        json.WriteStartArray("messages"u8);
        foreach (var turn in call.Turns)
        {
            OpenAiTurnWriter.Write(json, turn, traits);
        }

        json.WriteEndArray();
        Tools(json, call, traits);
        Search(json, call, traits);
        Format(json, call.Format, traits);
        var effort = OpenAiEfforts.Word(call, traits);
        json.Text("reasoning_effort"u8, effort);
        json.Number(traits.OldMaxTokens ? "max_tokens"u8 : "max_completion_tokens"u8, traits.Limited(call.MaxOutput));
        if (!traits.FixedSampling || effort == "none")
        {
            json.Number("temperature"u8, call.Temperature);
            json.Number("top_p"u8, call.TopP);
        }

        json.Number("seed"u8, call.Seed);
        json.Number("frequency_penalty"u8, call.FrequencyPenalty);
        json.Number("presence_penalty"u8, call.PresencePenalty);
        Stops(json, call.Stops);
        json.Text("user"u8, call.EndUser);
        json.Text("service_tier"u8, call.ServiceTier);
        if (traits.DeveloperRole)
        {
            json.Text("verbosity"u8, call.Verbosity);
            json.Text("prompt_cache_key"u8, call.PromptCacheKey);
        }

        Stream(json, call, traits);
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        if (call.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in call.Tools)
        {
            var custom = tool.Custom && traits.DeveloperRole;
            json.WriteStartObject();
            json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
            json.WriteStartObject(custom ? "custom"u8 : "function"u8);
            json.WriteString("name"u8, tool.Name);
            json.Text("description"u8, custom ? tool.Description : CustomTools.Description(tool));
            if (custom)
            {
                json.Json("format"u8, tool.Grammar);
            }
            else
            {
                var (schema, strict) = StrictSchema.Of(CustomTools.Schema(tool), tool.Strict);
                json.Json("parameters"u8, schema);
                json.Flag("strict"u8, strict);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flag("parallel_tool_calls"u8, call.ParallelToolCalls);
        Choice(json, call, traits);
    }

    // Chat completions search with models made for it only, and run nothing else.
    private static void Search(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        foreach (var tool in call.HostedTools)
        {
            if (tool.Kind != HostedToolKind.WebSearch || !(traits.Name ?? call.Model).Contains("-search", StringComparison.OrdinalIgnoreCase))
            {
                throw HostedTools.NotAt(tool.Kind, OpenAiDialect.Name);
            }

            if (tool.AllowedDomains.Count + tool.BlockedDomains.Count > 0)
            {
                throw HostedTools.Domains(tool.AllowedDomains.Count > 0 ? "allowed_domains" : "blocked_domains", OpenAiDialect.Name);
            }

            json.WriteStartObject("web_search_options"u8);
            if (tool.Place is { } place)
            {
                json.WriteStartObject("user_location"u8);
                json.WriteString("type"u8, "approximate"u8);
                json.WriteStartObject("approximate"u8);
                HostedTools.Write(json, place);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    private static void Choice(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        switch (call.ToolChoice)
        {
            case null:
                break;
            case { Kind: ToolChoiceKind.Named, Name: { } name }:
                var kind = traits.DeveloperRole && CustomTools.IsCustom(call, name) ? "custom" : "function";
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, kind);
                json.WriteStartObject(kind);
                json.WriteString("name"u8, name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case var choice:
                json.WriteString("tool_choice"u8, choice.Kind switch { ToolChoiceKind.None => "none"u8, ToolChoiceKind.Required => "required"u8, _ => "auto"u8 });
                break;
        }
    }

    private static void Format(Utf8JsonWriter json, AnswerFormat? format, ModelTraits traits)
    {
        if (format is null)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        if (!format.HasSchema)
        {
            json.WriteString("type"u8, "json_object"u8);
        }
        else if (!traits.SchemaOutput)
        {
            throw Untranslatable.NotCarried("response_format", "OpenAI's chat completions at a server without schemas", "Ask for a JSON object and check it, or use a model with structured output.");
        }
        else
        {
            var (schema, strict) = StrictSchema.Of(format.Schema, format.Strict);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.Name ?? "answer");
            json.Text("description"u8, format.Description);
            json.Json("schema"u8, schema);
            json.Flag("strict"u8, strict);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Stops(Utf8JsonWriter json, IReadOnlyList<string> stops)
    {
        if (stops.Count == 0)
        {
            return;
        }

        json.WriteStartArray("stop"u8);
        foreach (var stop in stops)
        {
            json.WriteStringValue(stop);
        }

        json.WriteEndArray();
    }

    private static void Stream(Utf8JsonWriter json, ChatCall call, ModelTraits traits)
    {
        if (!call.Stream)
        {
            return;
        }

        json.WriteBoolean("stream"u8, true);
        if (traits.StreamOptions)
        {
            // Asked for whatever the client wants: without it nobody knows what the call cost.
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
    }
}
