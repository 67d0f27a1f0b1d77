using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Datasets over <c>/api/v1</c>: the same files and versions that the command line sees.</summary>
public sealed class DatasetRoutesTests : IAsyncLifetime
{
    private const string Six = "id,question\n1,Where is my parcel?\n2,Can I pay by invoice?\n3,Do you ship to Norway?\n";

    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", "connections: { offline: { type: offline } }");
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task A_file_that_is_sent_becomes_version_1_with_its_name_as_the_origin()
    {
        var (status, made) = await SendAsync("datasets?name=support&file=v1.csv&key=id&description=Asked", Six);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((1, 3, "v1.csv"), (Version(made).GetProperty("version").GetInt32(), Version(made).GetProperty("rows").GetInt32(), Version(made).GetProperty("file").GetString()));
        var listed = Assert.Single((await GetAsync("datasets")).EnumerateArray());
        Assert.Equal(("support", "id", "Asked", 1), (Text(listed, "name"), Text(listed, "key"), Text(listed, "description"), listed.GetProperty("latest").GetInt32()));
        Assert.Contains("kind: dataset", await File.ReadAllTextAsync(workspace.At("datasets", "support.yaml"), Stop), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(workspace.At(".gyre", "cache", "uploads")));
    }

    [Fact]
    public async Task Description_key_and_schema_are_changed_where_the_rows_keep_them_and_nobody_added_a_version()
    {
        await SendAsync("datasets?name=support&file=v1.csv", Six);
        var changed = await PatchAsync("\"1\"", new { description = "What people ask", key = "id", schema = """{"type": "object", "required": ["question"]}""" });
        Assert.Equal((HttpStatusCode.OK, "What people ask", "id", true), (changed.Status, Text(changed.Body, "description"), Text(changed.Body, "key"), changed.Body.GetProperty("has_schema").GetBoolean()));

        var faulty = await PatchAsync("\"1\"", new { key = "nobody" });
        Assert.Equal((HttpStatusCode.BadRequest, "dataset-rows-invalid"), (faulty.Status, Text(faulty.Body, "code")));
        Assert.Equal((HttpStatusCode.BadRequest, "schema-invalid"), ((await PatchAsync("\"1\"", new { schema = "{" })) is var bad ? (bad.Status, Text(bad.Body, "code")) : default));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync("\"0\"", new { description = "Late" })).Status);
        Assert.Equal("id", Text(Assert.Single((await GetAsync("datasets")).EnumerateArray()), "key"));

        var cleared = await PatchAsync("\"1\"", new { key = "", schema = "" });
        Assert.Equal((JsonValueKind.Null, false), (cleared.Body.GetProperty("key").ValueKind, cleared.Body.GetProperty("has_schema").GetBoolean()));
        Assert.False(File.Exists(workspace.At("datasets", "support.schema.json")));

    }

    [Theory]
    [InlineData("{\"description\": \"Mine\"}")]
    [InlineData("{\"key\": \"id\"}")]
    [InlineData("{\"schema\": \"{}\"}")]
    public async Task Of_two_who_change_what_they_both_looked_at_the_second_is_told(string first)
    {
        await SendAsync("datasets?name=support&file=v1.csv", Six);
        using var shown = await http!.GetAsync("api/v1/datasets/support", Stop);
        var tag = shown.Headers.ETag!.Tag;
        Assert.Equal(tag, Text(await shown.Content.ReadFromJsonAsync<JsonElement>(Stop), "etag"));

        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(tag, JsonSerializer.Deserialize<JsonElement>(first))).Status);
        var (status, problem) = await PatchAsync(tag, new { description = "Theirs" });

        Assert.Equal((HttpStatusCode.PreconditionFailed, "dataset-changed"), (status, Text(problem, "code")));
        Assert.NotEqual("Theirs", Text(Assert.Single((await GetAsync("datasets")).EnumerateArray()), "description"));
    }

    [Fact]
    public async Task A_fault_of_a_row_is_told_with_its_line_and_nothing_is_made()
    {
        var (status, problem) = await SendAsync("datasets?name=support&file=v1.csv", "id,question\n1,fine\n2,too,many\n");

        Assert.Equal((HttpStatusCode.BadRequest, "rows-unreadable"), (status, Text(problem, "code")));
        Assert.Equal(3, problem.GetProperty("line").GetInt32());
        Assert.Contains("v1.csv", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(workspace.Path, Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Empty((await GetAsync("datasets")).EnumerateArray());
        Assert.Empty(Directory.EnumerateDirectories(workspace.At(".gyre", "cache", "uploads")));
    }

    [Fact]
    public async Task A_preview_tells_columns_rows_and_every_fault_and_makes_nothing()
    {
        var (status, preview) = await SendAsync("datasets/preview?file=v1.csv&key=id", "id,question\n1,one\n1,two\n2,three\n1,four\n");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((4, 2), (preview.GetProperty("rows").GetInt32(), preview.GetProperty("bad_rows").GetInt32()));
        Assert.Equal([3, 5], preview.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("line").GetInt32()));
        Assert.Equal(["id", "question"], preview.GetProperty("columns").EnumerateArray().Select(c => Text(c, "name")));
        Assert.Equal("three", Text(preview.GetProperty("first")[2].GetProperty("value"), "question"));
        Assert.Empty((await GetAsync("datasets")).EnumerateArray());
    }

    [Fact]
    public async Task Rows_are_paged_from_anywhere_and_found_by_words()
    {
        var lines = new StringBuilder();
        for (var i = 1; i <= 3000; i++)
        {
            lines.Append($"{{\"n\": {i}, \"text\": \"row {i} {(i % 700 == 0 ? "needle" : "hay")}\"}}\n");
        }

        await SendAsync("datasets?name=many&file=many.jsonl", lines.ToString());

        var page = await GetAsync("datasets/many/rows?cursor=2100&limit=3");
        Assert.Equal([2101, 2102, 2103], Numbers(page));
        Assert.Equal(2101, page.GetProperty("rows")[0].GetProperty("value").GetProperty("n").GetInt32());
        Assert.Equal((3000, 2103), (page.GetProperty("total").GetInt32(), page.GetProperty("next").GetInt32()));
        var last = await GetAsync("datasets/many/rows?cursor=2999");
        Assert.Equal([3000], Numbers(last));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.Empty(Numbers(await GetAsync("datasets/many/rows?cursor=5000")));

        var found = await GetAsync("datasets/many/rows?filter=NEEDLE&column=text&limit=2");
        Assert.Equal([700, 1400], Numbers(found));
        Assert.Equal([2100, 2800], Numbers(await GetAsync($"datasets/many/rows?filter=needle&cursor={found.GetProperty("next").GetInt32()}")));
        Assert.Empty(Numbers(await GetAsync("datasets/many/rows?filter=needle&column=n")));
    }

    [Fact]
    public async Task Numbers_beyond_those_of_a_browser_come_as_text_and_long_texts_come_cut()
    {
        await SendAsync("datasets?name=odd&file=odd.jsonl", $$"""{"id": 9007199254740993, "big": 123456789012345678901234567890, "n": NaN, "long": "{{new string('x', 5000)}}"}""");

        var row = (await GetAsync("datasets/odd/rows")).GetProperty("rows")[0];
        Assert.Equal(("9007199254740993", "123456789012345678901234567890", "NaN"), (Text(row.GetProperty("value"), "id"), Text(row.GetProperty("value"), "big"), Text(row.GetProperty("value"), "n")));
        Assert.Equal(("long", 2000), (row.GetProperty("cut")[0].GetString(), Text(row.GetProperty("value"), "long")!.Length));
        Assert.Equal(5000, Text((await GetAsync("datasets/odd/rows/1")).GetProperty("value"), "long")!.Length);
    }

    [Fact]
    public async Task Rows_that_are_added_at_once_are_all_kept()
    {
        await SendAsync("datasets?name=support&file=v1.csv&key=id", Six);

        await Task.WhenAll(Enumerable.Range(10, 6).Select(i => AppendAsync("support", $$"""{"rows": [{"id": "{{i}}", "question": "new"}], "from": "the playground"}""")));

        Assert.Equal(9, (await GetAsync("datasets/support/rows")).GetProperty("total").GetInt32());
        var (status, problem) = await AppendAsync("support", """{"rows": [{"id": "10", "question": "again"}]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "dataset-rows-invalid", "id"), (status, Text(problem, "code"), Text(problem, "field")));
        var version = (await GetAsync("datasets/support")).GetProperty("dataset").GetProperty("versions").EnumerateArray().Last();
        Assert.Equal("1 row added from the playground", Text(version, "how"));
    }

    [Fact]
    public async Task Who_goes_by_an_older_version_is_told_that_it_changed()
    {
        await SendAsync("datasets?name=support&file=v1.csv", Six);
        using var shown = await http!.GetAsync("api/v1/datasets/support", Stop);
        var tag = shown.Headers.ETag!.Tag;
        await SendAsync("datasets/support/versions?file=v2.csv", Six + "4,More?\n");

        var (status, problem) = await SendAsync("datasets/support/versions?file=v2.csv", Six + "4,Other?\n", tag);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "dataset-changed"), (status, Text(problem, "code")));
        Assert.Equal(2, (await GetAsync("datasets")).EnumerateArray().Single().GetProperty("latest").GetInt32());
    }

    [Theory]
    [InlineData("../../etc/passwd.csv")]
    [InlineData("a/b.csv")]
    [InlineData("rows.exe")]
    [InlineData("..\\rows.csv")]
    public async Task A_file_name_that_is_a_path_is_refused(string name)
    {
        var (status, problem) = await SendAsync($"datasets?name=support&file={Uri.EscapeDataString(name)}", Six);

        Assert.Equal((HttpStatusCode.BadRequest, "file-name-invalid", "file"), (status, Text(problem, "code"), Text(problem, "field")));
    }

    [Theory]
    [InlineData("../secrets")]
    [InlineData("a.b")]
    public async Task A_name_that_is_a_path_is_refused(string name)
    {
        var (status, problem) = await SendAsync($"datasets?name={Uri.EscapeDataString(name)}&file=v1.csv", Six);

        Assert.Equal((HttpStatusCode.BadRequest, "dataset-name-invalid"), (status, Text(problem, "code")));
    }

    [Fact]
    public async Task A_row_that_is_sent_reads_no_file_of_this_machine()
    {
        var secret = workspace.Write("secret.png", "not for you");
        var (status, problem) = await SendAsync("datasets?name=pictures&file=v1.jsonl", $$$"""{"picture": {"data:image/png;path": {{{JsonSerializer.Serialize(secret)}}}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "picture-by-path"), (status, Text(problem, "code")));
    }

    [Theory]
    [InlineData("../.gyre/secrets.key")]
    [InlineData("/etc/hostname")]
    [InlineData("linked.json")]
    public async Task A_schema_is_a_file_beside_its_dataset_and_reads_no_other(string schema)
    {
        using var outside = new TemporaryFolder();
        workspace.Write(".gyre/secrets.key", "the-secret");
        workspace.Write("datasets/bad.yaml", $"kind: dataset\nname: bad\nschema: {schema}\nversions: []\n");
        File.CreateSymbolicLink(workspace.At("datasets", "linked.json"), outside.Write("far.json", "the-secret"));

        using var answer = await http!.GetAsync(new Uri("api/v1/datasets/bad", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("the-secret", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_fault_is_listed_with_it_and_takes_no_other_dataset_away()
    {
        await SendAsync("datasets?name=support&file=v1.csv", Six);
        workspace.Write("datasets/merged.yaml", "kind: dataset\nname: merged\nversions:\n<<<<<<< ours\n");

        var listed = (await GetAsync("datasets")).EnumerateArray().ToDictionary(d => Text(d, "name")!);
        using var shown = await http!.GetAsync(new Uri("api/v1/datasets/merged", UriKind.Relative), Stop);

        Assert.Equal(["merged", "support"], listed.Keys.Order());
        Assert.StartsWith("datasets/merged.yaml:", Text(listed["merged"], "fault"), StringComparison.Ordinal);
        Assert.False(listed["support"].TryGetProperty("fault", out _));
        Assert.Equal("datasets/merged.yaml", Text(await shown.Content.ReadFromJsonAsync<JsonElement>(Stop), "file"));

        // Who would delete rows that the faulty one may need is told which file to mend.
        using var refused = await http!.DeleteAsync(new Uri("api/v1/datasets/support", UriKind.Relative), Stop);
        Assert.Equal("datasets/merged.yaml", Text(await refused.Content.ReadFromJsonAsync<JsonElement>(Stop), "file"));
    }

    [Fact]
    public async Task What_is_made_of_a_version_honours_the_one_that_was_looked_at()
    {
        await SendAsync("datasets?name=twice&file=v1.csv", "q\na\na\nb\n");
        await AppendAsync("twice", """{"rows": [{"q": "c"}]}""");

        var (late, problem) = await PostAsync("datasets/twice/dedupe", new StringContent("{\"preview\": false}", Encoding.UTF8, "application/json"), "\"1\"");
        var (status, _) = await PostAsync("datasets/twice/dedupe", new StringContent("{\"preview\": false}", Encoding.UTF8, "application/json"), "\"2\"");

        Assert.Equal((HttpStatusCode.PreconditionFailed, "dataset-changed"), (late, Text(problem, "code")));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_sent_and_the_limit_is_said()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/datasets?name=huge&file=huge.csv") { Content = new Announced(257L << 20) };
        request.Headers.ExpectContinue = true;

        // However long the answer takes, nothing is sent before it.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = server!.Address };
        using var answer = await patient.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("262144 KiB", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Stop), "detail"), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        workspace.Dispose();
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static JsonElement Version(JsonElement made) => made.GetProperty("version");

    private static IEnumerable<int> Numbers(JsonElement page) => page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("number").GetInt32());

    private Task<JsonElement> GetAsync(string path) => http!.GetFromJsonAsync<JsonElement>($"api/v1/{path}", Stop);

    private Task<(HttpStatusCode Status, JsonElement Body)> AppendAsync(string name, string json) =>
        PostAsync($"datasets/{name}/rows", new StringContent(json, Encoding.UTF8, "application/json"), null);

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path, string file, string? tag = null) =>
        PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(file)), tag);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(string tag, object change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "api/v1/datasets/support") { Content = JsonContent.Create(change) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var answer = await http!.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, HttpContent content, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{path}") { Content = content };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(tag));
        }

        using var answer = await http!.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }
}
