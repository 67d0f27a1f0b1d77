using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>From an empty folder to a verdict, as the page's tour does it: no key, no connection, no file.</summary>
public sealed class FirstComparisonTests : IAsyncDisposable
{
    private readonly TemporaryFolder workspace = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_prompts_are_compared_by_the_stand_in_which_says_that_it_is_no_model()
    {
        workspace.Write("gyre.yaml", "name: empty");
        await using var server = await Door.StartAsync(workspace);
        using var http = new HttpClient { BaseAddress = server.Address };
        var lines = Enumerable.Range(0, 30).Select(n => JsonSerializer.Serialize(new { question = $"How heavy is item {n}?", facts = $"Item {n} is red.", manual = $"Item {n} is red. The weight of item {n} is {n} kg, so item {n} is heavy.", reference_answer = $"The weight of item {n} is {n} kg, so item {n} is heavy." }));
        using var file = new StringContent(string.Join('\n', lines));
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync(new Uri("api/v1/datasets?name=first&file=first.jsonl", UriKind.Relative), file, Stop)).StatusCode);

        var begun = await http.PostAsJsonAsync("api/v1/evaluations", new { name = "first", data = "first", targets = new[] { Target("facts"), Target("manual") }, evaluators = new[] { "f1_score" } }, Stop);
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        await http.GetStringAsync(new Uri("api/v1/evaluations/first/events", UriKind.Relative), Stop);
        var found = await http.GetFromJsonAsync<JsonElement>("api/v1/evaluations/first", Stop);

        Assert.Equal("completed", found.GetProperty("evaluation").GetProperty("state").GetString());
        Assert.Equal("better", found.GetProperty("comparisons")[0].GetProperty("metrics")[0].GetProperty("verdict").GetString());
        Assert.Contains("not a model", found.GetProperty("stand_in").GetString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    private static object Target(string column) => new { name = column, prompt = "system:\nAnswer from the text.\n\n{{" + column + "}}\n\nuser:\n{{question}}", models = new[] { "offline/quote" } };
}
