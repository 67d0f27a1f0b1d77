using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Writes a chat request in OpenAI's format.</summary>
internal static class ChatRequestWriter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Values = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] ThinkingFamilies = ["o1", "o3", "o4", "gpt-5"];

    /// <summary>Extra members of <see cref="ChatOptions.AdditionalProperties"/> that say how to write something and are not written themselves.</summary>
    private static readonly HashSet<string> Hints = new(["strict"], StringComparer.Ordinal);

    public static ReadOnlyMemory<byte> Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream, bool streamUsage)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("messages");
            if (!string.IsNullOrEmpty(options?.Instructions))
            {
                Message(json, new ChatMessage(ChatRole.System, options.Instructions));
            }

            foreach (var message in messages)
            {
                Message(json, message);
            }

            json.WriteEndArray();
            if (options is not null)
            {
                Options(json, model, options);
            }

            if (stream)
            {
                json.WriteBoolean("stream", true);
                if (streamUsage)
                {
                    json.WriteStartObject("stream_options");
                    json.WriteBoolean("include_usage", true);
                    json.WriteEndObject();
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Message(Utf8JsonWriter json, ChatMessage message)
    {
        // OpenAI wants one message per tool result.
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", result.Result as string ?? (result.Result is null ? "" : JsonSerializer.Serialize(result.Result, Values)));
            json.WriteEndObject();
        }

        if (results.Count > 0 && results.Count == message.Contents.Count)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        if (!string.IsNullOrEmpty(message.AuthorName))
        {
            json.WriteString("name", message.AuthorName);
        }

        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        Contents(json, message, calls.Count > 0);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteString("id", call.CallId);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, Values));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Contents(Utf8JsonWriter json, ChatMessage message, bool hasCalls)
    {
        var parts = message.Contents.Where(c => c is TextContent or DataContent or UriContent).ToList();
        if (parts.Count == 0)
        {
            if (!hasCalls)
            {
                json.WriteString("content", "");
            }
        }
        else if (parts is [TextContent only])
        {
            json.WriteString("content", only.Text);
        }
        else
        {
            json.WriteStartArray("content");
            foreach (var part in parts)
            {
                Part(json, part);
            }

            json.WriteEndArray();
        }
    }

    private static void Part(Utf8JsonWriter json, AIContent part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextContent text:
                json.WriteString("type", "text");
                json.WriteString("text", text.Text);
                break;
            case DataContent data when data.HasTopLevelMediaType("audio"):
                json.WriteString("type", "input_audio");
                json.WriteStartObject("input_audio");
                json.WriteString("data", data.Base64Data.Span);
                json.WriteString("format", data.MediaType.Contains("wav", StringComparison.OrdinalIgnoreCase) ? "wav" : "mp3");
                json.WriteEndObject();
                break;
            case DataContent file when !file.HasTopLevelMediaType("image"):
                json.WriteString("type", "file");
                json.WriteStartObject("file");
                json.WriteString("filename", file.Name ?? "file");
                json.WriteString("file_data", file.Uri);
                json.WriteEndObject();
                break;
            default:
                json.WriteString("type", "image_url");
                json.WriteStartObject("image_url");
                json.WriteString("url", part is DataContent image ? image.Uri : ((UriContent)part).Uri.AbsoluteUri);
                if (part.AdditionalProperties?.TryGetValue("detail", out var detail) == true && detail is not null)
                {
                    json.WriteString("detail", detail.ToString());
                }

                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void Options(Utf8JsonWriter json, string model, ChatOptions options)
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
                JsonSerializer.Serialize(json, value, Values);
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
