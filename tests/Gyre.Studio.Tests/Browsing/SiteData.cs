using System.Net.Http.Json;
using System.Text.Json;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>What tests put into a site's workspace the way the page does: over its API.</summary>
internal static class SiteData
{
    /// <summary>Makes a dataset of questions with right answers.</summary>
    public static async Task WriteQuestionsAsync(Site site, string name, int lines, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        using var file = new StringContent(string.Join('\n', Enumerable.Range(1, lines).Select(n => JsonSerializer.Serialize(new { question = $"What is {n}?", reference_answer = $"{n} is a number." }))));
        (await http.PostAsync(new Uri($"api/v1/datasets?name={name}&file=questions.jsonl", UriKind.Relative), file, cancellationToken)).EnsureSuccessStatusCode();
    }

    /// <summary>Begins an evaluation of one prompt by models.</summary>
    public static async Task BeginEvaluationAsync(Site site, string name, string dataset, string[] models, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        (await http.PostAsJsonAsync("api/v1/evaluations", new { name, data = dataset, targets = new[] { new { name = "t", prompt = "user:\n{{question}}", models } }, evaluators = new[] { "f1_score" } }, cancellationToken)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until an evaluation stands still.</summary>
    public static async Task EndOfAsync(Site site, string evaluation, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        await http.GetStringAsync(new Uri($"api/v1/evaluations/{evaluation}/events", UriKind.Relative), cancellationToken);
    }
}
