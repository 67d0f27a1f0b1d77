using System.Text.Json;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd.Evaluations;

/// <summary>An evaluation of which each line is scored by several judges of the library, killed while some of a line's judges have answered.</summary>
public sealed class KilledJudgesTests
{
    private const int Lines = 12, AtOnce = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judgements_of_a_line_that_was_cut_short_are_not_paid_for_again()
    {
        var held = new TaskCompletionSource();
        using var server = new CountingServer { Says = request => JudgeAsync(request, held.Task) };
        using var folder = await OpenAsync(server);

        // One judge of each line has answered, the other keeps them waiting; so no line is done.
        using var process = System.Diagnostics.Process.Start(GyreProcess.Start(folder.Path, ["eval", "run", "--file", "e.yaml"]))!;
        await WrittenDownAsync(folder.At("home", "runs", "e.1.scores", "paid.jsonl"), AtOnce);
        Assert.Equal(AtOnce, server.Total);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Stop);
        held.SetResult();

        var resumed = await GyreProcess.RunAsync(folder.Path, "eval", "resume", "e");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.All(server.Answered.Where(a => IsRelevance(a.Key)), answer => Assert.Equal(1, answer.Value));
        Assert.InRange(server.Total, 2 * Lines, (2 * Lines) + AtOnce);
        Scored(folder);
    }

    [Theory]
    [InlineData(5, 14, 17)]
    public async Task Wherever_it_is_killed_only_calls_under_way_are_paid_for_again(params int[] moments)
    {
        using var server = new CountingServer { Says = request => JudgeAsync(request, Task.CompletedTask) };
        using var folder = await OpenAsync(server);
        foreach (var (go, moment) in moments.Index())
        {
            using var process = System.Diagnostics.Process.Start(GyreProcess.Start(folder.Path, go == 0 ? ["eval", "run", "--file", "e.yaml"] : ["eval", "resume", "e"]))!;
            var killed = server.When(Math.Max(moment, server.Asked + 1), () => process.Kill(entireProcessTree: true));
            await process.WaitForExitAsync(Stop);
            await killed;
        }

        var resumed = await GyreProcess.RunAsync(folder.Path, "eval", "resume", "e");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.InRange(server.Total, 2 * Lines, (2 * Lines) + (2 * AtOnce * moments.Length));
        Scored(folder);
    }

    // As after an undisturbed evaluation.
    private static void Scored(TemporaryFolder folder)
    {
        var rows = File.ReadLines(folder.At("home", "runs", "e.1.scores", "flow_outputs", "output.jsonl")).Select(line => (PythonDict)PythonJson.Parse(line)!).ToArray();
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => (long)i), rows.Select(r => (long)r["line_number"]!));
        Assert.All(rows, row => Assert.Equal((4.0, 2.0), (row["relevance"], row["coherence"])));
        Assert.Empty(Directory.EnumerateFiles(folder.At("home", "runs"), "paid.jsonl*", SearchOption.AllDirectories));
    }

    private static async Task<TemporaryFolder> OpenAsync(CountingServer server)
    {
        var folder = new TemporaryFolder();
        folder.Write("hub.yaml", $"name: hub\ntype: open_ai_compatible\nprovider: openai\napi_key: none\nbase_url: {server.Address}/v1\n");
        folder.Write("answers.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"query": "What is item {{i}}?", "response": "It is item {{i}}."}""" + "\n")));
        folder.Write("e.yaml", $$"""
            name: e
            judge: hub/gpt-4o-mini
            concurrency: {{AtOnce}}
            targets:
            - {answers: answers.jsonl}
            evaluators: [relevance, coherence]
            """);
        var made = await GyreProcess.RunAsync(folder.Path, "connection", "create", "--file", "hub.yaml");
        Assert.True(made.ExitCode == 0, made.Error);
        return folder;
    }

    private static async Task<string> JudgeAsync(JsonElement request, Task coherence)
    {
        if (IsRelevance(request.GetProperty("messages")[0].GetProperty("content").GetString()!))
        {
            return """{"reason": "It answers.", "score": 4}""";
        }

        await coherence;
        return """{"reason": "It hangs together badly.", "score": 2}""";
    }

    private static bool IsRelevance(string messages) => messages.Contains("answers what was asked", StringComparison.Ordinal);

    private static async Task WrittenDownAsync(string journal, int records)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!File.Exists(journal) || Records(journal) < records)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static int Records(string journal)
    {
        using var file = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Count(c => c == '\n');
    }
}
