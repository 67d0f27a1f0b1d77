using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Packages;

/// <summary>Searches the web through SerpAPI.</summary>
internal static class SerpTool
{
    public static BuiltInTool Make(PackageToolOptions options) => new("promptflow.tools.serpapi.SerpAPI.search", "Serp API", "Searches Google or Bing and gives the result page as an object.", "python")
    {
        Parameters =
        [
            new("connection", ["SerpConnection"]), new("query", ["string"]), new("location", ["string"]) { HasDefault = true }, new("safe", ["string"]) { HasDefault = true, Default = "off" },
            new("num", ["int"]) { HasDefault = true, Default = 10L }, new("engine", ["string"]) { HasDefault = true, Default = "google" },
        ],
        Deprecated = ["promptflow.tools.serpapi.search"],
        Run = (call, stop) => SearchAsync(options, call, stop),
    };

    private static async ValueTask<object?> SearchAsync(PackageToolOptions options, PackageCall call, CancellationToken cancellationToken)
    {
        var isGoogle = call.Text("engine", "google").Equals("google", StringComparison.OrdinalIgnoreCase);
        var key = (call["connection"] as ConnectionValue)?.Connection["api_key"] ?? "";
        var query = new List<(string Name, string Value)> { ("q", call.Text("query")), ("engine", call.Text("engine", "google")), ("output", "json") };
        if (call.Text("location") is { Length: > 0 } location)
        {
            query.Add(("location", location));
        }

        if (call.Text("safe", "off") == "active")
        {
            query.Add(isGoogle ? ("safe", "Active") : ("safeSearch", "Strict"));
        }

        if (DeclaredType.Parse("int", call["num"] ?? 10L) is long and > 0 and var number)
        {
            query.Add((isGoogle ? "num" : "count", number.ToString()));
        }

        query.Add(("api_key", key));
        var address = new Uri($"{options.SerpAddress}?{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var (status, _, text) = await ToolHttp.SendAsync(request, cancellationToken);
            return status == 200
                ? PythonJson.Parse(text)
                : throw new FlowException(status >= 500 ? "SerpAPISystemError" : "SerpAPIUserError", Redact(Reason(text), key)) { Kind = status >= 500 ? ErrorKind.SystemError : ErrorKind.UserError };
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new FlowException("SerpAPISystemError", Redact($"SerpAPI search request failed: {e.GetType().Name}: {e.Message}", key), e) { Kind = ErrorKind.SystemError };
        }
    }

    private static string Reason(string text)
    {
        try
        {
            if (PythonJson.Parse(text) is PythonDict answer && answer.GetValueOrDefault("error") is { } error)
            {
                return PythonText.Str(error);
            }
        }
        catch (JsonException)
        {
            // Not the service itself: its words are all there is.
        }

        return $"SerpAPI search request failed: {text[..Math.Min(text.Length, 500)]}";
    }

    private static string Redact(string text, string key) => key.Length == 0 ? text : text.Replace(key, "***", StringComparison.Ordinal);
}
