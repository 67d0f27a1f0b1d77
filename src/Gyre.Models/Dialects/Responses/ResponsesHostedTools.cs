using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Tools that OpenAI runs.</summary>
internal static class ResponsesHostedTools
{
    /// <summary>What the provider did on its way, in a conversation that comes back: of no use to another.</summary>
    public static bool IsWork(string? type) => type is "web_search_call" or "code_interpreter_call" or "file_search_call" or "image_generation_call" or "mcp_call" or "mcp_list_tools";

    /// <summary>Null where it is no tool that others run too. Web searches have versions.</summary>
    public static HostedTool? Read(JsonElement tool, string path) => tool.Text("type") switch
    {
        { } type when type.StartsWith("web_search", StringComparison.Ordinal) => new HostedTool(HostedToolKind.WebSearch)
        {
            AllowedDomains = CallFields.Texts(tool.Object("filters"), "allowed_domains"),
            Place = HostedTools.Place(tool.Object("user_location")),
        },
        "code_interpreter" when tool.Field("container").ValueKind == JsonValueKind.String || tool.Object("container").Items("file_ids").Any() =>
            throw CallFields.Refused(path + ".container", ResponsesDialect.Name),
        "code_interpreter" => new HostedTool(HostedToolKind.CodeExecution),
        _ => null,
    };

    public static void Write(Utf8JsonWriter json, HostedTool tool)
    {
        if (tool.BlockedDomains.Count > 0)
        {
            throw HostedTools.Domains("blocked_domains", ResponsesDialect.Name);
        }

        json.WriteStartObject();
        switch (tool.Kind)
        {
            case HostedToolKind.WebSearch:
                json.WriteString("type"u8, "web_search"u8);
                Search(json, tool);
                break;
            case HostedToolKind.CodeExecution:
                json.WriteString("type"u8, "code_interpreter"u8);
                json.WriteStartObject("container"u8);
                json.WriteString("type"u8, "auto"u8);
                json.WriteEndObject();
                break;
            default:
                throw HostedTools.NotAt(tool.Kind, ResponsesDialect.Name);
        }

        json.WriteEndObject();
    }

    private static void Search(Utf8JsonWriter json, HostedTool tool)
    {
        if (tool.AllowedDomains.Count > 0)
        {
            json.WriteStartObject("filters"u8);
            HostedTools.Write(json, "allowed_domains"u8, tool.AllowedDomains);
            json.WriteEndObject();
        }

        if (tool.Place is { } place)
        {
            json.WriteStartObject("user_location"u8);
            json.WriteString("type"u8, "approximate"u8);
            HostedTools.Write(json, place);
            json.WriteEndObject();
        }
    }
}
