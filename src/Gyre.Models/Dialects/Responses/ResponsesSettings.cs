using System.Text.Json;
using Gyre.Models.Dialects.Schemas;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Fields that a request has and an answer repeats.</summary>
internal static class ResponsesSettings
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static void Tools(Utf8JsonWriter json, ChatCall call)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in call.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, tool.Custom ? "custom"u8 : "function"u8);
            json.WriteString("name"u8, tool.Name);
            json.Text("description"u8, tool.Description);
            if (tool.Custom)
            {
                json.Json("format"u8, tool.Grammar);
            }
            else
            {
                var (schema, strict) = StrictSchema.Of(tool.Schema, tool.Strict);
                json.Json("parameters"u8, schema.ValueKind == JsonValueKind.Undefined ? NoArguments : schema);

                // What is not said is "strict" there, and nowhere else.
                json.WriteBoolean("strict"u8, strict ?? false);
            }

            json.WriteEndObject();
        }

        foreach (var tool in call.HostedTools)
        {
            ResponsesHostedTools.Write(json, tool);
        }

        json.WriteEndArray();
    }

    public static void Choice(Utf8JsonWriter json, ChatCall call)
    {
        switch (call.ToolChoice)
        {
            case null:
                break;
            case { Kind: ToolChoiceKind.Named, Name: { } name }:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, CustomTools.IsCustom(call, name) ? "custom"u8 : "function"u8);
                json.WriteString("name"u8, name);
                json.WriteEndObject();
                break;
            case var choice:
                json.WriteString("tool_choice"u8, choice.Kind switch { ToolChoiceKind.None => "none"u8, ToolChoiceKind.Required => "required"u8, _ => "auto"u8 });
                break;
        }
    }

    public static void Text(Utf8JsonWriter json, ChatCall call)
    {
        if (call.Format is null && call.Verbosity is null)
        {
            return;
        }

        json.WriteStartObject("text"u8);
        if (call.Format is { } format)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, format.HasSchema ? "json_schema"u8 : "json_object"u8);
            if (format.HasSchema)
            {
                var (schema, strict) = StrictSchema.Of(format.Schema, format.Strict);
                json.WriteString("name"u8, format.Name ?? "answer");
                json.Text("description"u8, format.Description);
                json.Json("schema"u8, schema);
                json.Flag("strict"u8, strict);
            }

            json.WriteEndObject();
        }

        json.Text("verbosity"u8, call.Verbosity);
        json.WriteEndObject();
    }
}
