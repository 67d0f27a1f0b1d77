using System.Net;
using System.Text.Json;

namespace Gyre.Server.Tests;

/// <summary>What is made of a dataset over <c>/api/v1</c>: differences, parts, samples, files; and its end.</summary>
public sealed class DatasetWorkTests
{
    private const string First = "id,question,topic\n1,Where is my parcel?,parcel\n2,Can I pay by invoice?,payment\n3,Do you ship to Norway?,parcel\n4,where is my parcel,parcel\n";
    private const string Second = "id,question,topic\n1,Where is my parcel?,parcel\n2,Can I pay on account?,payment\n3,Do you ship to Norway?,parcel\n5,New?,other\n";

    [Fact]
    public async Task Two_versions_differ_by_rows_and_cells_some_at_a_time()
    {
        await using var api = await SupportAsync();

        var diff = await api.GetAsync("datasets/support/diff?from=1&to=2&limit=2");

        Assert.Equal((2, 1, 1, 1), (diff.GetProperty("same").GetInt32(), diff.GetProperty("added").GetInt32(), diff.GetProperty("removed").GetInt32(), diff.GetProperty("changed").GetInt32()));
        var rows = diff.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([("changed", "2"), ("removed", "4")], rows.Select(r => (r.GetProperty("kind").GetString()!, r.GetProperty("key").GetString()!)));
        var cell = Assert.Single(rows[0].GetProperty("cells").EnumerateArray());
        Assert.Equal(("question", "Can I pay by invoice?", "Can I pay on account?"), (cell.GetProperty("column").GetString(), cell.GetProperty("before").GetString(), cell.GetProperty("after").GetString()));
        var rest = await api.GetAsync("datasets/support/diff?from=1&to=2&limit=2&cursor=2");
        Assert.Equal("added", Assert.Single(rest.GetProperty("rows").EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(1, (await api.GetAsync("datasets/support/diff?from=1&kind=added")).GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Versions_of_which_one_lacks_the_key_are_compared_by_their_content_where_that_is_asked_for()
    {
        await using var api = await ApiClient.StartAsync();
        await api.SendAsync("datasets?name=keyed&file=1.csv", "id,q\n1,a\n1,b\n");
        await api.SendAsync("datasets/keyed/versions?file=2.csv", "id,q\n1,a\n2,b\n");
        var file = api.Workspace.At("datasets", "keyed.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("name: 'keyed'\n", "name: 'keyed'\nkey: id\n", StringComparison.Ordinal));

        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("datasets/keyed/diff?from=1"));
        var diff = await api.GetAsync("datasets/keyed/diff?from=1&by=content");

        Assert.Equal((1, 1, 1), (diff.GetProperty("same").GetInt32(), diff.GetProperty("added").GetInt32(), diff.GetProperty("removed").GetInt32()));
    }

    [Fact]
    public async Task Rows_that_repeat_are_shown_before_a_version_without_them_is_made()
    {
        await using var api = await SupportAsync();
        var asked = new { by = "normalized", columns = new[] { "question" }, version = 1, into = "clean", preview = true };

        var (_, preview) = await api.PostAsync("datasets/support/dedupe", asked);

        var dropped = Assert.Single(preview.GetProperty("dropped").EnumerateArray());
        Assert.Equal((4, 1, "Where is my parcel?"), (dropped.GetProperty("row").GetInt32(), dropped.GetProperty("repeats").GetInt32(), dropped.GetProperty("kept").GetProperty("question").GetString()));
        Assert.Single((await api.GetAsync("datasets")).EnumerateArray());
        await api.PostAsync("datasets/support/dedupe", asked with { preview = false });
        Assert.Equal(3, (await api.GetAsync("datasets/clean/rows")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_split_and_a_sample_are_datasets_of_their_own_and_unclear_ones_are_refused()
    {
        await using var api = await SupportAsync();

        var (split, parts) = await api.PostAsync("datasets/support/split", new { version = 1, group = "topic", parts = new[] { new { name = "train", share = 50 }, new { name = "test", share = 50 } }, seed = 3 });
        var (sampled, sample) = await api.PostAsync("datasets/support/sample", new { version = 1, count = 2, into = "few" });
        var (twice, problem) = await api.PostAsync("datasets/support/split", new { parts = new[] { new { name = "one", share = 1 }, new { name = "ONE", share = 1 } } });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest), (split, sampled, twice));
        Assert.Equal(4, parts.EnumerateArray().Sum(p => p.GetProperty("version").GetProperty("rows").GetInt32()));
        Assert.Equal("support@1", sample.GetProperty("version").GetProperty("of").GetString());
        Assert.Equal("dataset-parts", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_version_is_held_against_a_schema_that_is_sent()
    {
        await using var api = await SupportAsync();

        var (_, report) = await api.PostAsync("datasets/support/validate", new { schema = """{"properties": {"topic": {"enum": ["parcel", "payment"]}}}""" });
        var (status, problem) = await api.PostAsync("datasets/support/validate", new { schema = "{" });

        Assert.Equal((4, 1), (report.GetProperty("rows").GetInt32(), report.GetProperty("bad_rows").GetInt32()));
        Assert.Equal(("topic", 4), (report.GetProperty("faults")[0].GetProperty("field").GetString(), report.GetProperty("faults")[0].GetProperty("row").GetInt32()));
        Assert.Equal((HttpStatusCode.BadRequest, "schema-invalid"), (status, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("csv", First)]
    [InlineData("jsonl", "{\"id\":\"1\",\"question\":\"Where is my parcel?\",\"topic\":\"parcel\"}\n")]
    public async Task What_was_sent_comes_back_as_a_file(string format, string begins)
    {
        await using var api = await SupportAsync();

        Assert.StartsWith(begins, await api.TextAsync($"datasets/support/export?version=1&format={format}"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(api.Workspace.At(".gyre", "cache", "uploads")));
    }

    [Fact]
    public async Task A_deleted_version_is_gone_and_its_number_is_not_given_again()
    {
        await using var api = await SupportAsync();

        var (deleted, _) = await api.DeleteAsync("datasets/support?version=2");
        var (again, problem) = await api.DeleteAsync("datasets/support?version=2");
        await api.SendAsync("datasets/support/versions?file=v3.csv", Second);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound, "dataset-version-not-found"), (deleted, again, problem.GetProperty("code").GetString()));
        Assert.Equal(3, (await api.GetAsync("datasets/support")).GetProperty("dataset").GetProperty("latest").GetInt32());
    }

    private static async Task<ApiClient> SupportAsync()
    {
        var api = await ApiClient.StartAsync();
        await api.SendAsync("datasets?name=support&file=v1.csv&key=id", First);
        await api.SendAsync("datasets/support/versions?file=v2.csv", Second);
        return api;
    }
}
