using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Writes the options of a chat request: sampling, limits, tools, the shape of the answer, and whatever else the caller adds.</summary>
internal static class ChatOptionsWriter
{
    private static readonly string[] ThinkingFamilies = ["o1", "o3", "o4", "gpt-5"];

    /// <summary>Extra members of <see cref="ChatOptions.AdditionalProperties"/> that say how to write something and are not written themselves.</summary>
    private static readonly HashSet<string> Hints = new(["strict"], StringComparer.Ordinal);

    public static void Write(Utf8JsonWriter json, string model, ChatOptions options)
    {
        Number(json, "temperature", options.Temperature);
        Number(json, "top_p", options.TopP);
        Number(json, "frequency_penalty", options.FrequencyPenalty);
        Number(json, "presence_penalty", options.PresencePenalty);
        if (options.MaxOutputTokens is { } most)
        {
            json.WriteNumber(Thinks(model) ? "max_completion_tokens" : "max_tokens", most);
        }

        if (options.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }

        if (options.Reasoning?.Effort is { } effort)
        {
            json.WriteString("reasoning_effort", effort.ToString().ToLowerInvariant());
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                json.WriteStringValue(stop);
            }

            json.WriteEndArray();
        }

        Tools(json, options);
        Answer(json, options);
        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            if (!Hints.Contains(name))
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, ChatRequestWriter.Values);
            }
        }
    }

    private static void Tools(Utf8JsonWriter json, ChatOptions options)
    {
        var tools = options.Tools?.OfType<AIFunctionDeclaration>().ToList() ?? [];
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            if (tool.Description.Length > 0)
            {
                json.WriteString("description", tool.Description);
            }

            json.WritePropertyName("parameters");
            tool.JsonSchema.WriteTo(json);
            if (tool.AdditionalProperties.TryGetValue("strict", out var strict) && strict is bool exact)
            {
                json.WriteBoolean("strict", exact);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        switch (options.ToolMode)
        {
            case AutoChatToolMode:
                json.WriteString("tool_choice", "auto");
                break;
            case NoneChatToolMode:
                json.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteString("tool_choice", "required");
                break;
        }

        if (options.AllowMultipleToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls", parallel);
        }
    }

    private static void Answer(Utf8JsonWriter json, ChatOptions options)
    {
        switch (options.ResponseFormat)
        {
            case ChatResponseFormatText:
                json.WriteStartObject("response_format");
                json.WriteString("type", "text");
                json.WriteEndObject();
                break;
            case ChatResponseFormatJson { Schema: { } schema } format:
                json.WriteStartObject("response_format");
                json.WriteString("type", "json_schema");
                json.WriteStartObject("json_schema");
                if (format.SchemaDescription is { Length: > 0 } description)
                {
                    json.WriteString("description", description);
                }

                json.WriteString("name", format.SchemaName ?? "json_schema");
                json.WritePropertyName("schema");
                schema.WriteTo(json);
                if (options.AdditionalProperties?.TryGetValue("strict", out var strict) == true && strict is bool exact)
                {
                    json.WriteBoolean("strict", exact);
                }

                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ChatResponseFormatJson:
                json.WriteStartObject("response_format");
                json.WriteString("type", "json_object");
                json.WriteEndObject();
                break;
        }
    }

    private static void Number(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    // Thinking models refuse max_tokens; older servers know nothing else.
    private static bool Thinks(string model) =>
        ThinkingFamilies.Any(family => model == family || model.StartsWith(family + "-", StringComparison.Ordinal) || model.StartsWith(family + ".", StringComparison.Ordinal));
}
