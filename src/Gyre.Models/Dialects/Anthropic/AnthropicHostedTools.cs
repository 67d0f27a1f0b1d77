using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Anthropic's server tools.</summary>
internal static class AnthropicHostedTools
{
    /// <summary>What the provider did on its way, in a turn of the model that comes back: of no use to another.</summary>
    public static bool IsWork(string? type) => type is "server_tool_use" or "mcp_tool_use" || type?.EndsWith("_tool_result", StringComparison.Ordinal) == true;

    /// <summary>Null where it is no tool that others run too. Types carry the date of their version.</summary>
    public static HostedTool? Read(JsonElement tool) => tool.Text("type") switch
    {
        { } type when type.StartsWith("web_search_", StringComparison.Ordinal) => Bounded(HostedToolKind.WebSearch, tool),
        { } type when type.StartsWith("web_fetch_", StringComparison.Ordinal) => Bounded(HostedToolKind.WebFetch, tool),
        { } type when type.StartsWith("code_execution_", StringComparison.Ordinal) => new HostedTool(HostedToolKind.CodeExecution),
        _ => null,
    };

    public static void Write(Utf8JsonWriter json, HostedTool tool)
    {
        var (type, name) = tool.Kind switch
        {
            HostedToolKind.WebSearch => ("web_search_20250305", "web_search"),
            HostedToolKind.WebFetch => ("web_fetch_20250910", "web_fetch"),
            _ => ("code_execution_20250825", "code_execution"),
        };
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("name"u8, name);
        json.Number("max_uses"u8, tool.MaxUses);
        HostedTools.Write(json, "allowed_domains"u8, tool.AllowedDomains);
        HostedTools.Write(json, "blocked_domains"u8, tool.BlockedDomains);
        if (tool.Place is { } place)
        {
            json.WriteStartObject("user_location"u8);
            json.WriteString("type"u8, "approximate"u8);
            HostedTools.Write(json, place);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The betas a call needs for its tools; null for none.</summary>
    public static string? Betas(ChatCall call) => string.Join(',', call.HostedTools.Select(t => t.Kind).Distinct().Select(Beta).OfType<string>()) is { Length: > 0 } betas ? betas : null;

    private static string? Beta(HostedToolKind kind) => kind switch
    {
        HostedToolKind.CodeExecution => "code-execution-2025-08-25",
        HostedToolKind.WebFetch => "web-fetch-2025-09-10",
        _ => null,
    };

    private static HostedTool Bounded(HostedToolKind kind, JsonElement tool) => new(kind)
    {
        AllowedDomains = CallFields.Texts(tool, "allowed_domains"),
        BlockedDomains = CallFields.Texts(tool, "blocked_domains"),
        MaxUses = tool.Whole("max_uses"),
        Place = HostedTools.Place(tool.Object("user_location")),
    };
}
