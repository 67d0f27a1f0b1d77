using System.Text;
using System.Text.Json;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Models.Tests;

/// <summary>Requests and connections that many tests use.</summary>
internal static class Requests
{
    public const string Answer = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    public static ModelRequest Chat(string text = "hi", bool stream = false, string model = "m") =>
        Of(ModelOperation.Chat, new { model, messages = new[] { new { role = "user", content = text } }, stream }, stream, model);

    public static ModelRequest Of(ModelOperation operation, object body, bool stream = false, string model = "m") =>
        new(operation, model, JsonSerializer.SerializeToUtf8Bytes(body), stream);

    public static Connection OpenAi(string baseUrl, string key = "sk-secret") => new()
    {
        Name = "open",
        Type = "OpenAIConnection",
        Configs = new Dictionary<string, string?> { ["base_url"] = baseUrl },
        Secrets = key.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["api_key"] = key },
    };

    public static Connection Azure(string apiBase, string version = "2024-02-01") => new()
    {
        Name = "az",
        Type = "AzureOpenAIConnection",
        Configs = new Dictionary<string, string?> { ["api_base"] = apiBase, ["api_version"] = version, ["auth_mode"] = "key" },
        Secrets = new Dictionary<string, string> { ["api_key"] = "az-secret" },
    };

    public static async Task<string> TextAsync(this ModelResponse response)
    {
        using var reader = new StreamReader(response.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static string Content(this JsonDocument answer) => answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
