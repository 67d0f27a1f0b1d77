using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Writes the response object, whole or as it is while it grows, and its items.</summary>
internal sealed class ResponsesAnswerWriter(ChatCall call, AnswerStamp stamp)
{
    /// <summary>The whole answer.</summary>
    public void Write(Utf8JsonWriter json, ChatAnswer answer) => Response(json, Status(answer.Finish), answer, null);

    /// <summary>How an answer ended.</summary>
    public static string Status(FinishReason finish) => Incomplete(finish) is null ? "completed" : "incomplete";

    /// <summary>The response object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="status"><c>in_progress</c>, <c>completed</c>, <c>incomplete</c> or <c>failed</c>.</param>
    /// <param name="answer">What there is of it.</param>
    /// <param name="error">What went wrong.</param>
    public void Response(Utf8JsonWriter json, string status, ChatAnswer answer, ProviderError? error)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "resp_" + stamp.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, stamp.At.ToUnixTimeSeconds());
        json.WriteString("status"u8, status);
        Error(json, error);
        if (status == "incomplete")
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, Incomplete(answer.Finish));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details"u8);
        }

        json.WriteNull("instructions"u8);
        json.WriteString("model"u8, answer.Model.Length > 0 ? answer.Model : call.Model);
        json.WriteStartArray("output"u8);
        var letters = 0;
        foreach (var (index, part) in answer.Parts.Index())
        {
            Item(json, part, index, "completed", letters);
            letters += (part as TextPart)?.Text.Length ?? 0;
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, call.ParallelToolCalls ?? true);
        json.WriteNull("previous_response_id"u8);
        json.WriteBoolean("store"u8, false);
        json.Number("max_output_tokens"u8, call.MaxOutput);
        json.Number("temperature"u8, call.Temperature);
        json.Number("top_p"u8, call.TopP);
        Settings(json);
        json.Text("service_tier"u8, answer.ServiceTier);
        if (answer.Usage is { } usage)
        {
            json.WritePropertyName("usage"u8);
            UsageWriter.Responses(json, usage);
        }
        else
        {
            json.WriteNull("usage"u8);
        }

        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One item of the output.</summary>
    public void Item(Utf8JsonWriter json, Part part, int index, string status, int before)
    {
        if (part is ThinkingPart thinking)
        {
            ResponsesReasoning.Write(json, thinking, ItemId(part, index));
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, ItemId(part, index));
        if (part is ToolCallPart made)
        {
            var custom = IsCustom(made);
            json.WriteString("type"u8, custom ? "custom_tool_call"u8 : "function_call"u8);
            json.WriteString("status"u8, status);
            json.WriteString("call_id"u8, Opaque.WithSignature(made.Id, made.Signature));
            json.WriteString("name"u8, made.Name);
            json.WriteString(custom ? "input"u8 : "arguments"u8, Arguments(made));
        }
        else
        {
            json.WriteString("type"u8, "message"u8);
            json.WriteString("status"u8, status);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteStartArray("content"u8);
            if (status == "completed")
            {
                Content(json, part, before);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A part of a message.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="part">Words or a refusal.</param>
    /// <param name="before">How many letters of the answer stand before it.</param>
    public static void Content(Utf8JsonWriter json, Part part, int before)
    {
        json.WriteStartObject();
        if (part is RefusalPart refusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, refusal.Text);
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            var text = (TextPart)part;
            json.WriteString("text"u8, text.Text);
            json.WriteStartArray("annotations"u8);
            foreach (var citation in text.Citations)
            {
                OpenAiCitations.Write(json, citation, before, text.Text.Length, nested: false);
            }

            json.WriteEndArray();
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>An item's id: ours, for the stream names an item before the provider's id is known.</summary>
    public string ItemId(Part part, int index) => $"{part switch { ThinkingPart => "rs", ToolCallPart made => IsCustom(made) ? "ctc" : "fc", _ => "msg" }}_{stamp.Id}_{index}";

    /// <summary>Whether the client gave the tool as free text.</summary>
    public bool IsCustom(ToolCallPart made) => made.Custom || CustomTools.IsCustom(call, made.Name);

    /// <summary>The arguments as the client wants them.</summary>
    public string Arguments(ToolCallPart made) => IsCustom(made) ? made.Custom ? made.Arguments : CustomTools.Unwrapped(made.Arguments) : made.Arguments.Length == 0 ? "{}" : made.Arguments;

    private static string? Incomplete(FinishReason finish) => finish switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "max_output_tokens",
        FinishReason.ContentFilter => "content_filter",
        _ => null,
    };

    private static void Error(Utf8JsonWriter json, ProviderError? error)
    {
        if (error is null)
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Kind == ErrorKind.Overloaded ? "server_is_overloaded" : OpenAiErrors.Code(error) ?? (error.Kind == ErrorKind.InvalidRequest ? "invalid_prompt" : "server_error"));
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
    }

    private void Settings(Utf8JsonWriter json)
    {
        json.WriteStartObject("reasoning"u8);
        json.Text("effort"u8, call.Reasoning?.Effort);
        json.Text("summary"u8, call.Reasoning?.Summary);
        json.WriteEndObject();
        if (call.Format is null)
        {
            json.WriteStartObject("text"u8);
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "text"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            ResponsesSettings.Text(json, call);
        }

        if (call.ToolChoice is null)
        {
            json.WriteString("tool_choice"u8, "auto"u8);
        }

        ResponsesSettings.Choice(json, call);
        ResponsesSettings.Tools(json, call);
        json.WriteString("truncation"u8, "disabled"u8);
    }
}
