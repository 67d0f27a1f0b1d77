using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Runs over <c>/api/v1</c>: begun, followed, read line by line, stopped and resumed.</summary>
public sealed class RunRoutesTests : IAsyncLifetime
{
    private const int Lines = 250;

    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RunWorkspace.Write(workspace, Lines);
        await UpAsync();
    }

    [Fact]
    public async Task A_run_begun_over_the_api_goes_on_in_the_server_and_tells_each_change_to_its_end()
    {
        await StartAsync("""{"name":"one","flow":"flows/share","data":"rows.jsonl"}""");

        var events = (await http!.GetStringAsync(new Uri("api/v1/runs/one/events", UriKind.Relative), Stop)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("event: end", events[^1], StringComparison.Ordinal);
        var run = (await GetAsync("api/v1/runs/one")).GetProperty("run");
        Assert.Equal(("completed", Lines, Lines - 25, 25), (Text(run, "state"), run.GetProperty("total_lines").GetInt32(), run.GetProperty("completed_lines").GetInt32(), run.GetProperty("failed_lines").GetInt32()));
        Assert.Equal(("flows/share", "rows.jsonl"), (Text(run, "flow"), Text(run, "data")));
    }

    [Fact]
    public async Task Its_lines_are_read_from_anywhere_filtered_and_one_is_shown_whole()
    {
        await FinishAsync("two");

        var from = await GetAsync("api/v1/runs/two/lines?from=200&limit=3");
        Assert.Equal((Lines, Lines, 200), (from.GetProperty("finished").GetInt32(), from.GetProperty("matched").GetInt32(), from.GetProperty("from").GetInt32()));
        Assert.Equal([200, 201, 202], Numbers(from));

        var failed = await GetAsync("api/v1/runs/two/lines?status=failed&limit=2&from=1");
        Assert.Equal(25, failed.GetProperty("matched").GetInt32());
        Assert.Equal([10, 20], Numbers(failed));
        Assert.Contains("division", Text(failed.GetProperty("lines")[0], "error"), StringComparison.OrdinalIgnoreCase);

        Assert.Equal([123], Numbers(await GetAsync("api/v1/runs/two/lines?find=NUMBER%20123")));
        Assert.Equal([5, 15], Numbers(await GetAsync("api/v1/runs/two/lines?where=by%3D5&limit=2")));

        var line = await GetAsync("api/v1/runs/two/lines/7");
        Assert.Equal("Number 7", Text(line.GetProperty("inputs"), "title"));
        var node = Assert.Single(line.GetProperty("nodes").EnumerateArray().ToArray());
        Assert.Equal(("share", "Completed"), (Text(node, "node"), Text(node, "status")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("api/v1/runs/two/lines/250"));
    }

    [Fact]
    public async Task Of_twenty_thousand_lines_a_page_has_its_own_and_filters_count_them_all()
    {
        const int Many = 20_000;
        workspace.Write("many.jsonl", RunWorkspace.Rows(Many));
        await FinishAsync("many", "many.jsonl");

        var last = await http!.GetStringAsync(new Uri($"api/v1/runs/many/lines?from={Many - 3}&limit=100", UriKind.Relative), Stop);
        Assert.Equal([Many - 3, Many - 2, Many - 1], Numbers(JsonDocument.Parse(last).RootElement));
        var middle = await http!.GetStringAsync(new Uri($"api/v1/runs/many/lines?from={Many / 2}&limit=100", UriKind.Relative), Stop);
        Assert.Equal(Enumerable.Range(Many / 2, 100), Numbers(JsonDocument.Parse(middle).RootElement));
        Assert.InRange(middle.Length, 1, 100_000);

        var failed = await GetAsync("api/v1/runs/many/lines?status=failed&from=1990&limit=500");
        Assert.Equal((Many, Many / 10, 10), (failed.GetProperty("finished").GetInt32(), failed.GetProperty("matched").GetInt32(), failed.GetProperty("lines").GetArrayLength()));
        Assert.Equal(111, (await GetAsync("api/v1/runs/many/lines?find=Number%20199&limit=1")).GetProperty("matched").GetInt32());
        Assert.Equal(Many / 10, (await GetAsync("api/v1/runs/many/lines?where=by%3D5&limit=1")).GetProperty("matched").GetInt32());
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_portions_that_leave_none_out()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await FinishAsync(name, "few.jsonl");
        }

        var first = await GetAsync("api/v1/runs?limit=3");
        var rest = await GetAsync($"api/v1/runs?limit=3&before={Text(first, "next")}");

        Assert.Equal(["e", "d", "c", "b", "a"], Names(first).Concat(Names(rest)));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(["b"], Names(await GetAsync("api/v1/runs?find=b&state=completed")));
        Assert.Equal(Names(await GetAsync("api/v1/runs")), Names(await GetAsync("api/v1/runs?state=completed&state=failed&state=interrupted")));
        Assert.Empty(Names(await GetAsync("api/v1/runs?state=failed&state=interrupted")));
    }

    [Fact]
    public async Task A_run_that_is_stopped_keeps_its_lines_and_is_resumed_to_its_end()
    {
        await StartAsync("""{"name":"slow","flow":"flows/slow","data":"rows.jsonl"}""");
        await UntilAsync("slow", run => run.GetProperty("completed_lines").GetInt32() > 0);

        await PostAsync("api/v1/runs/slow/cancel", HttpStatusCode.OK);
        var stopped = await UntilAsync("slow", run => Text(run, "state") == "canceled");
        var done = stopped.GetProperty("completed_lines").GetInt32();

        Assert.InRange(done, 1, Lines - 1);
        Assert.True(stopped.GetProperty("resumable").GetBoolean());
        await PostAsync("api/v1/runs/slow/resume", HttpStatusCode.OK);
        await UntilAsync("slow", run => run.GetProperty("completed_lines").GetInt32() > done);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_runs_so_that_the_next_one_goes_on_with_them()
    {
        await StartAsync("""{"name":"kept","flow":"flows/slow","data":"rows.jsonl"}""");
        var before = await UntilAsync("kept", run => run.GetProperty("completed_lines").GetInt32() > 0);
        await DownAsync();
        await UpAsync();

        var run = (await GetAsync("api/v1/runs/kept")).GetProperty("run");
        Assert.Equal("canceled", Text(run, "state"));
        Assert.InRange(run.GetProperty("completed_lines").GetInt32(), before.GetProperty("completed_lines").GetInt32(), Lines - 1);
        await PostAsync("api/v1/runs/kept/resume", HttpStatusCode.OK);
        await UntilAsync("kept", now => Text(now, "state") == "running");
    }

    [Fact]
    public async Task A_run_of_a_killed_server_is_interrupted_and_resumed()
    {
        await DownAsync();
        using (var killed = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "gyre"), ["run", "create", "--name", "lost", "--flow", "flows/slow", "--data", "rows.jsonl"]) { WorkingDirectory = workspace.Path, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!)
        {
            await UpAsync();
            await UntilAsync("lost", run => run.GetProperty("completed_lines").GetInt32() > 0);
            killed.Kill();
            await killed.WaitForExitAsync(Stop);
        }

        var run = (await GetAsync("api/v1/runs/lost")).GetProperty("run");
        Assert.Equal(("interrupted", true), (Text(run, "state"), run.GetProperty("resumable").GetBoolean()));
        await PostAsync("api/v1/runs/lost/resume", HttpStatusCode.OK);
        await UntilAsync("lost", now => Text(now, "state") == "running");
    }

    [Theory]
    [InlineData("""{"flow":"../elsewhere","data":"rows.jsonl"}""", "flow")]
    [InlineData("""{"flow":"flows/share","data":"/etc/passwd"}""", "data")]
    [InlineData("""{"flow":"link/share","data":"rows.jsonl"}""", "flow")]
    [InlineData("""{"flow":"flows/share","data":"rows.jsonl","environment_variables":"/etc/environment"}""", "environment_variables")]
    public async Task What_lies_outside_the_workspace_is_refused(string definition, string field)
    {
        using var outside = new TemporaryFolder();
        outside.Write("share/flow.dag.yaml", RunWorkspace.Share);
        Directory.CreateSymbolicLink(workspace.At("link"), outside.Path);

        var problem = await PostAsync("api/v1/runs", HttpStatusCode.BadRequest, definition);

        Assert.Equal(field, Text(problem, "field"));
        Assert.Empty((await GetAsync("api/v1/runs")).GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task A_preview_maps_by_name_shows_the_first_line_and_estimates_from_an_earlier_run()
    {
        await FinishAsync("before", "few.jsonl");
        var preview = await PostAsync("api/v1/runs/preview", HttpStatusCode.OK, """{"flow":"flows/share/flow.dag.yaml","data":"rows.jsonl"}""");

        var title = preview.GetProperty("inputs").EnumerateArray().First(i => Text(i, "name") == "title");
        Assert.Equal(("${data.title}", "Number 0"), (Text(title, "source"), Text(title, "first")));
        Assert.Equal(Lines, preview.GetProperty("lines").GetInt32());

        // No model was called, so nothing is known of what one would cost.
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("estimate").ValueKind);
    }

    [Fact]
    public async Task A_mapping_that_is_not_closed_yet_and_a_grace_beyond_all_time_are_no_faults_of_the_server()
    {
        foreach (var half in new[] { "${data.", "${data.titl", "${" })
        {
            using var answer = await http!.PostAsJsonAsync("api/v1/runs/preview", new { flow = "flows/share", data = "few.jsonl", column_mapping = new { title = half } }, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var endless = await http!.PostAsJsonAsync("api/v1/keys/x/rotate", new { grace_seconds = 1_000_000_000_000_000 }, Stop);
        Assert.Equal("grace_seconds", Text(await endless.Content.ReadFromJsonAsync<JsonElement>(Stop), "field"));
    }

    [Fact]
    public async Task Rows_of_data_are_counted_anew_when_the_file_changes()
    {
        Assert.Equal(3, await LinesAsync());
        workspace.Write("few.jsonl", "{\"title\": \"one\", \"by\": 1}\n");
        Assert.Equal(1, await LinesAsync());

        async Task<int> LinesAsync()
        {
            using var answer = await http!.PostAsJsonAsync("api/v1/runs/preview", new { flow = "flows/share", data = "few.jsonl" }, Stop);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("lines").GetInt32();
        }
    }

    [Fact]
    public async Task Rows_of_a_folder_are_counted_anew_when_a_file_deep_in_it_changes()
    {
        workspace.Write("data/en/rows.jsonl", "{\"title\": \"one\", \"by\": 1}\n");
        workspace.Write("data/de/rows.jsonl", "{\"title\": \"eins\", \"by\": 1}\n");
        Assert.Equal(2, await LinesAsync());
        workspace.Write("data/de/rows.jsonl", "{\"title\": \"eins\", \"by\": 1}\n{\"title\": \"zwei\", \"by\": 2}\n");
        Assert.Equal(3, await LinesAsync());

        async Task<int> LinesAsync()
        {
            using var answer = await http!.PostAsJsonAsync("api/v1/runs/preview", new { flow = "flows/share", data = "data" }, Stop);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("lines").GetInt32();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        workspace.Dispose();
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).ToString() is { Length: > 0 } text ? text : null;

    private static IEnumerable<int> Numbers(JsonElement page) => page.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line").GetInt32());

    private static IEnumerable<string?> Names(JsonElement list) => list.GetProperty("runs").EnumerateArray().Select(r => Text(r.GetProperty("run"), "name"));

    private async Task UpAsync()
    {
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    private async Task DownAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }
    }

    private Task<JsonElement> StartAsync(string definition) => PostAsync("api/v1/runs", HttpStatusCode.Created, definition);

    private async Task FinishAsync(string name, string data = "rows.jsonl")
    {
        await StartAsync($$"""{"name":"{{name}}","flow":"flows/share","data":"{{data}}"}""");
        await http!.GetStringAsync(new Uri($"api/v1/runs/{name}/events", UriKind.Relative), Stop);
    }

    // The stream tells each change; it ends with the run.
    private async Task<JsonElement> UntilAsync(string name, Func<JsonElement, bool> isThere)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (await http!.GetAsync(new Uri($"api/v1/runs/{name}", UriKind.Relative), Stop) is { IsSuccessStatusCode: true } answer
                && (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("run") is var run && isThere(run))
            {
                return run;
            }

            await Task.Delay(100, Stop);
        }

        throw new TimeoutException($"Run '{name}' never got there: {await http!.GetStringAsync(new Uri($"api/v1/runs/{name}", UriKind.Relative), Stop)}");
    }

    private Task<JsonElement> GetAsync(string address) => http!.GetFromJsonAsync<JsonElement>(new Uri(address, UriKind.Relative), Stop);

    private async Task<HttpStatusCode> StatusAsync(string address)
    {
        using var answer = await http!.GetAsync(new Uri(address, UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private async Task<JsonElement> PostAsync(string address, HttpStatusCode status, string body = "{}")
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await http!.PostAsync(new Uri(address, UriKind.Relative), content, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
