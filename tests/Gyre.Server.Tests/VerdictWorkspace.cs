using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>A workspace with a handbook, questions on it, a policy and a slow model; a server over it that can be stopped and started, and the program beside it.</summary>
internal sealed class VerdictWorkspace : IAsyncDisposable
{
    /// <summary>Where the policy is.</summary>
    public const string Policy = "gates/release.yaml";

    private static readonly (string Fact, string Question, string Topic)[] Facts =
    [
        ("The kettle holds 1.7 litres of water.", "How many litres of water does the kettle hold?", "size"),
        ("The lamp is switched off by a long press of its ring.", "How is the lamp switched off?", "use"),
        ("The heater weighs 4.2 kilograms without its stand.", "How many kilograms does the heater weigh?", "size"),
        ("The bicycle brakes are adjusted with a 5 mm key.", "How are the bicycle brakes adjusted?", "use"),
        ("The doorbell battery lasts for eight months.", "How long does the doorbell battery last?", "size"),
        ("The washing programme for wool takes 38 minutes.", "How long does the washing programme for wool take?", "use"),
    ];

    private GyreServer? server;
    private HttpClient? http;

    public TemporaryFolder Folder { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<VerdictWorkspace> StartAsync()
    {
        var workspace = new VerdictWorkspace();
        workspace.Folder.Write("gyre.yaml", """
            name: verdicts
            connections:
              offline: { type: offline }
              slow: { type: simulated, latency: 400ms, tokens_per_second: 200, answer_tokens: 4, seed: 1 }
            """);
        workspace.Folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 48).Select(i => Facts[i % Facts.Length]).Select(f => JsonSerializer.Serialize(new { question = f.Question, ground_truth = f.Fact, topic = f.Topic }) + "\n")));
        workspace.Folder.Write(Policy, """
            kind: gate
            name: Release of the handbook
            rules:
              - metric: f1_score
                mean: { at_least: 0.3, not_worse_by: 0.05 }
              - metric: total_tokens
                mean: { at_most: 40 }
              - failed_lines: { at_most: 0 }
            """);
        await workspace.UpAsync();
        return workspace;
    }

    public async Task UpAsync()
    {
        server = await Door.StartAsync(Folder);
        http = new HttpClient { BaseAddress = server.Address };
    }

    public async Task DownAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }
    }

    /// <summary>Two prompts, one of which knows half as much, over the questions.</summary>
    public static object Handbook(string name, string model = "offline/quote") => new
    {
        name,
        data = "questions.jsonl",
        targets = new[] { new { name = "half", prompt = Prompt(3), models = new[] { model } }, new { name = "whole", prompt = Prompt(6), models = new[] { model } } },
        evaluators = new[] { "f1_score", "total_tokens" },
        comparison = new { slices = new[] { "topic" } },
    };

    /// <summary>Begins an evaluation and waits for its end.</summary>
    public async Task EvaluateAsync(string name)
    {
        await PostAsync("evaluations", HttpStatusCode.Created, Handbook(name));
        await EndAsync(name);
    }

    /// <summary>Waits until an evaluation stands still.</summary>
    public Task EndAsync(string name) => http!.GetStringAsync(Api($"evaluations/{name}/events"), Stop);

    public Task<JsonElement> GetAsync(string path) => http!.GetFromJsonAsync<JsonElement>(Api(path), Stop);

    /// <summary>An answer of which the status is what is looked at.</summary>
    public async Task<JsonElement> GetAsync(string path, HttpStatusCode status)
    {
        using var answer = await http!.GetAsync(Api(path), Stop);
        return await BodyAsync(answer, status);
    }

    public async Task<JsonElement> PostAsync(string path, HttpStatusCode status, object? body = null)
    {
        using var answer = await http!.PostAsJsonAsync(Api(path), body, Stop);
        return await BodyAsync(answer, status);
    }

    public async Task<JsonElement> SendAsync(HttpRequestMessage request, HttpStatusCode status)
    {
        using (request)
        {
            using var answer = await http!.SendAsync(request, Stop);
            return await BodyAsync(answer, status);
        }
    }

    /// <summary>What is answered where nothing is sent.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await http!.PostAsJsonAsync(Api(path), (object?)null, Stop);
        return answer.StatusCode;
    }

    /// <summary>An answer that is no JSON; the caller's to dispose.</summary>
    public Task<HttpResponseMessage> ReadAsync(string path) => http!.GetAsync(Api(path), Stop);

    public static Uri Api(string path) => new($"api/v1/{path}", UriKind.Relative);

    /// <summary>What the program prints as JSON, and the code it ends with.</summary>
    public async Task<(int Code, JsonElement Told)> GyreAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "gyre"), [.. words, "--output", "json"]) { WorkingDirectory = Folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var fault = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(output.Length > 0, await fault);
        return (process.ExitCode, JsonDocument.Parse(output).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        Folder.Dispose();
    }

    private static string Prompt(int facts) => $"# system:\nAnswer from the handbook.\n\nContext:\n{string.Join('\n', Facts.Take(facts).Select(f => f.Fact))}\n\n# user:\n{{{{question}}}}\n";

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        if (!answer.IsSuccessStatusCode)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
