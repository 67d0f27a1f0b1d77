using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Writes one message, with its images, files, tool calls and tool results.</summary>
internal static class ChatMessageWriter
{
    public static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        // OpenAI wants one message per tool result.
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("role", "tool");
            json.WriteString("tool_call_id", result.CallId);
            json.WriteString("content", result.Result as string ?? (result.Result is null ? "" : JsonSerializer.Serialize(result.Result, ChatRequestWriter.Values)));
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
                json.WriteString("arguments", call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, ChatRequestWriter.Values));
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
}
