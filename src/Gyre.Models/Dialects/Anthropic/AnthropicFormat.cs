using System.Text.Json;
using Gyre.Models.Dialects.Schemas;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>How an answer is held to a form: by Anthropic itself, or by a tool whose arguments are the answer, where model or schema do not allow that.</summary>
/// <param name="Native">The schema Anthropic holds the answer to; undefined for none.</param>
/// <param name="Tool">The schema of the tool that stands in.</param>
internal sealed record AnthropicFormat(JsonElement Native, JsonElement? Tool)
{
    /// <summary>The tool's name; readers of answers turn its call into text again.</summary>
    public const string ToolName = "gyre_json_answer";

    private static readonly AnthropicFormat Prose = new(default, null);

    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    public static AnthropicFormat Of(ChatCall call, ModelTraits traits)
    {
        if (call.Format is not { } format)
        {
            return Prose;
        }

        if (!format.HasSchema)
        {
            return new AnthropicFormat(default, AnyObject);
        }

        if (traits.SchemaOutput && AnthropicSchema.Strict(format.Schema) is { } native)
        {
            return new AnthropicFormat(native, null);
        }

        return AnthropicSchema.Input(format.Schema) is { } input && input.GetProperty("type").ValueEquals("object"u8)
            ? new AnthropicFormat(default, input)
            : throw Untranslatable.NotCarried("response_format", AnthropicDialect.Name, "The schema's top must be an object.");
    }
}
