using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Writes a chat request in OpenAI's format.</summary>
internal static class ChatRequestWriter
{
    /// <summary>Values that callers give: arguments, results, extra fields.</summary>
    internal static readonly JsonSerializerOptions Values = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
                ChatMessageWriter.Write(json, new ChatMessage(ChatRole.System, options.Instructions));
            }

            foreach (var message in messages)
            {
                ChatMessageWriter.Write(json, message);
            }

            json.WriteEndArray();
            if (options is not null)
            {
                ChatOptionsWriter.Write(json, model, options);
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
}
