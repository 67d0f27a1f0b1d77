using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Packages;

/// <summary>Asks Azure AI Content Safety about a text and says accept or reject for each category.</summary>
internal static class ContentSafetyTool
{
    private static readonly (string Category, string Input, string Old)[] Categories =
        [("Hate", "hate_category", "hateResult"), ("SelfHarm", "self_harm_category", "selfHarmResult"), ("Sexual", "sexual_category", "sexualResult"), ("Violence", "violence_category", "violenceResult")];

    public static BuiltInTool Make() => new("promptflow.tools.azure_content_safety.analyze_text", "Content Safety (Text)", "Detects harmful content in text.", "python")
    {
        Parameters = [new("connection", ["AzureContentSafetyConnection"]), new("text", ["string"]), .. Categories.Select(c => new ToolParameter(c.Input, ["string"]) { HasDefault = true, Default = "medium_sensitivity" })],
        Deprecated = ["content_safety_text.tools.content_safety_text_tool.analyze_text"],
        Run = AnalyzeAsync,
    };

    private static async ValueTask<object?> AnalyzeAsync(PackageCall call, CancellationToken cancellationToken)
    {
        var connection = ((ConnectionValue)call["connection"]!).Connection;
        var version = connection["api_version"] ?? "2023-10-01";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{connection["endpoint"]?.TrimEnd('/')}/contentsafety/text:analyze?api-version={version}")
        {
            Content = ToolHttp.Json(new PythonDict { ["text"] = call.Text("text"), ["blocklistNames"] = new List<object?>() }),
        };
        request.Headers.Add("Ocp-Apim-Subscription-Key", connection["api_key"] ?? "");
        request.Headers.Add("ms-azure-ai-sender", "prompt_flow");
        var detected = await DetectAsync(request, cancellationToken);

        // Both forms of the service are understood whatever the version says.
        var actions = new PythonDict();
        foreach (var (category, input, old) in Categories)
        {
            var threshold = Threshold(call.Text(input, "medium_sensitivity"));
            actions[category] = threshold >= 0 && Severity(detected, category, old) >= threshold ? "Reject" : "Accept";
        }

        var blocked = PythonText.Truth(detected.GetValueOrDefault("blocklistsMatch")) || PythonText.Truth(detected.GetValueOrDefault("blocklistsMatchResults"));
        return new PythonDict { ["suggested_action"] = blocked || actions.Values.Contains("Reject") ? "Reject" : "Accept", ["action_by_category"] = actions };
    }

    private static async Task<PythonDict> DetectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var (status, _, text) = await ToolHttp.SendAsync(request, cancellationToken);
            var answer = PythonJson.Parse(text) as PythonDict ?? [];
            return status == 200
                ? answer
                : throw Failed($"Error in detecting content: {PythonText.Str((answer.GetValueOrDefault("error") as PythonDict)?.GetValueOrDefault("message") ?? $"status {status}")}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw Failed($"Error in detecting content: {e.Message}");
        }
    }

    private static long Threshold(string sensitivity) => sensitivity switch
    {
        "disable" => -1,
        "low_sensitivity" => 6,
        "medium_sensitivity" => 4,
        "high_sensitivity" => 2,
        _ => throw new FlowException("AzureContentSafetyInputValueError", $"Non-supported sensitivity: {sensitivity}. Use disable, low_sensitivity, medium_sensitivity or high_sensitivity."),
    };

    private static long Severity(PythonDict detected, string category, string old)
    {
        var found = detected.GetValueOrDefault("categoriesAnalysis") is List<object?> list
            ? list.OfType<PythonDict>().FirstOrDefault(c => c.GetValueOrDefault("category") is string name && name == category)
            : detected.GetValueOrDefault(old) as PythonDict;
        return found?.GetValueOrDefault("severity") is long severity ? severity : throw Failed($"Can not find detection result for {category}");
    }

    private static FlowException Failed(string message) => new("AzureContentSafetySystemError", message) { Kind = ErrorKind.SystemError };
}
