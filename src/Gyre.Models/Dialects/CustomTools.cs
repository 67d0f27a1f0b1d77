using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects;

/// <summary>
/// OpenAI's free-text tools for providers that know functions only: they get a function with one text, <c>input</c>,
/// and the client gets the text back out of it.
/// </summary>
internal static class CustomTools
{
    private static readonly JsonElement OneText = JsonElement.Parse("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");

    /// <summary>The schema a provider is given for a tool.</summary>
    public static JsonElement Schema(ChatTool tool) => tool.Custom ? OneText : tool.Schema;

    /// <summary>The description a provider is given: a grammar it can't enforce is told in words.</summary>
    public static string? Description(ChatTool tool) => Grammar(tool) is { } grammar
        ? $"{tool.Description}\n\nThe input must follow this grammar:\n{grammar}".TrimStart()
        : tool.Description;

    /// <summary>Whether the client gave this tool as free text.</summary>
    public static bool IsCustom(ChatCall call, string name)
    {
        foreach (var tool in call.Tools)
        {
            if (tool.Custom && tool.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Arguments for a function: free text is wrapped.</summary>
    public static string Wrapped(ToolCallPart call) => call.Custom ? $$"""{"input":{{JsonSerializer.Serialize(call.Arguments)}}}""" : call.Arguments;

    /// <summary>Free text out of a function's arguments; as it is where it is none of our wrapping.</summary>
    public static string Unwrapped(string arguments)
    {
        try
        {
            return JsonElement.Parse(arguments).Text("input") ?? arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    // Chat completions nest the grammar one deeper than the Responses API.
    private static string? Grammar(ChatTool tool) => tool.Custom ? tool.Grammar.Text("definition") ?? tool.Grammar.Object("grammar").Text("definition") : null;
}
