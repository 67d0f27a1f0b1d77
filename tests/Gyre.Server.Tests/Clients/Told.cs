using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Clients;

/// <summary>What every client says, shows and offers; the same as in clients/tasks.mjs.</summary>
internal static class Told
{
    public const string Words = "Grüezi, 東京!";
    public const string Instruction = "Be brief";
    public const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    public const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"celsius":{"type":"integer"}},"required":["city","celsius"],"additionalProperties":false}""";
    public const string ToolName = "get_weather";
    public const string ToolPurpose = "The weather of a city.";
    public const string ToolSchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    public static bool Streams(ClientTask task) => task is ClientTask.Stream or ClientTask.ToolsStream or ClientTask.Leave;

    public static string Call(string name, string arguments) => $"{name}({JsonNode.Parse(arguments)!["city"]})";

    public static Dictionary<string, JsonElement> Fields(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
