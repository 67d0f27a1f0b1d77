using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Datasets;

public sealed class DatasetVerbTests
{
    [Fact]
    public async Task A_dataset_is_made_looked_at_compared_parted_cleaned_checked_exported_and_deleted()
    {
        using var gyre = InWorkspace();
        gyre.Write("v1.csv", "id,question,topic\n1,Where is my card?,card\n2,How do I pay?,pay\n3,where is my card,card\n4,Can I pay abroad?,pay\n");
        gyre.Write("v2.csv", "id,question,topic\n1,Where is my new card?,card\n2,How do I pay?,pay\n4,Can I pay abroad?,pay\n5,Is it free?,fees\n");

        Assert.Contains("support@1", (await DoneAsync(gyre, "dataset", "create", "support", "--file", "v1.csv", "--key", "id", "--description", "Questions")).Output, StringComparison.Ordinal);
        Assert.Contains("support@2", (await DoneAsync(gyre, "dataset", "add", "support", "--file", "v2.csv")).Output, StringComparison.Ordinal);
        Assert.Contains("Questions", (await DoneAsync(gyre, "dataset", "list")).Output, StringComparison.Ordinal);
        var shown = (await DoneAsync(gyre, "dataset", "show", "support@1")).Output;
        Assert.Contains("1 (4 rows), 2 (4 rows)", shown, StringComparison.Ordinal);
        Assert.Contains("Where is my card? | How do I pay?", shown, StringComparison.Ordinal);
        var diff = (await DoneAsync(gyre, "dataset", "diff", "support")).Output;
        Assert.Contains("support@2 against support@1: 2 rows alike, 1 added, 1 removed, 1 changed (by id)", diff, StringComparison.Ordinal);
        Assert.Contains("Where is my new card?", diff, StringComparison.Ordinal);
        Assert.Contains("1 row repeats an earlier one of support@1; clean@1 has the other 3.", (await DoneAsync(gyre, "dataset", "dedupe", "support@1", "--by", "normalized", "--columns", "question", "--into", "clean")).Output, StringComparison.Ordinal);
        Assert.Contains("support-train@1", (await DoneAsync(gyre, "dataset", "split", "support", "--by", "50/50")).Output, StringComparison.Ordinal);
        Assert.Contains("support-sample@1", (await DoneAsync(gyre, "dataset", "sample", "support", "--count", "2")).Output, StringComparison.Ordinal);
        Assert.Contains("All 4 rows conform.", (await DoneAsync(gyre, "dataset", "validate", "support")).Output, StringComparison.Ordinal);
        await DoneAsync(gyre, "dataset", "export", "support@1", "--to", "out.csv");
        Assert.Equal(await File.ReadAllTextAsync(gyre.At("v1.csv"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(gyre.At("out.csv"), TestContext.Current.CancellationToken));
        await DoneAsync(gyre, "dataset", "delete", "support@1", "--yes");
        await DoneAsync(gyre, "dataset", "delete", "clean", "--yes");
        Assert.Contains("1 (deleted), 2 (4 rows)", (await DoneAsync(gyre, "dataset", "show", "support")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "support")]
    [InlineData("diff", "support@1", "support@2")]
    [InlineData("split", "support", "--by", "1/1", "--into", "a", "b")]
    [InlineData("sample", "support", "--count", "1")]
    [InlineData("dedupe", "support", "--by", "near")]
    [InlineData("validate", "support")]
    [InlineData("export", "support", "--to", "out.jsonl")]
    [InlineData("delete", "support@1", "--yes")]
    [InlineData("add", "support", "--file", "v1.jsonl")]
    [InlineData("create", "other", "--file", "v1.jsonl")]
    public async Task Every_verb_prints_one_json_document(params string[] verb)
    {
        using var gyre = InWorkspace();
        gyre.Write("v1.jsonl", "{\"id\": 1, \"q\": \"a\"}\n{\"id\": 2, \"q\": \"b\"}\n{\"id\": 3, \"q\": \"c\"}\n{\"id\": 4, \"q\": \"d\"}\n");
        gyre.Write("v2.jsonl", "{\"id\": 1, \"q\": \"a\"}\n{\"id\": 2, \"q\": \"c\"}\n{\"id\": 5, \"q\": \"e\"}\n{\"id\": 6, \"q\": \"f\"}\n");
        await DoneAsync(gyre, "dataset", "create", "support", "--file", "v1.jsonl", "--key", "id");
        await DoneAsync(gyre, "dataset", "add", "support", "--file", "v2.jsonl");

        var printed = await DoneAsync(gyre, ["dataset", .. verb, "--output", "json"]);

        Assert.NotNull(PythonJson.Parse(printed.Output));
    }

    [Theory]
    [InlineData("There is no dataset 'suport', and no file or folder of that name. Did you mean 'support'?", "add", "suport", "--file", "v1.jsonl")]
    [InlineData("--by wants two shares or more", "split", "support", "--by", "80")]
    [InlineData("--by is exact, normalized or near, not 'fuzzy'.", "dedupe", "support", "--by", "fuzzy")]
    [InlineData("There is nothing to hold the rows against", "validate", "support")]
    [InlineData("--count wants a number of rows", "sample", "support")]
    [InlineData("'support' has one version", "diff", "support")]
    [InlineData("Say which dataset", "show")]
    [InlineData("there is no reader for parquet", "create", "x", "--file", "v1.parquet")]
    public async Task A_wrong_wish_is_answered_with_the_remedy(string says, params string[] verb)
    {
        using var gyre = InWorkspace();
        gyre.Write("v1.jsonl", "{\"q\": \"a\"}\n");
        gyre.Write("v1.parquet", "PAR1");
        await DoneAsync(gyre, "dataset", "create", "support", "--file", "v1.jsonl");

        var printed = await gyre.RunAsync(["dataset", .. verb]);

        Assert.NotEqual(0, printed.ExitCode);
        Assert.Contains(says, printed.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Rows_that_do_not_conform_end_with_one_and_name_file_and_line()
    {
        using var gyre = InWorkspace();
        gyre.Write("rows.jsonl", "{\"q\": \"a\"}\n{\"q\": 1}\n");
        gyre.Write("row.schema.json", """{"properties": {"q": {"type": "string"}}}""");

        var printed = await gyre.RunAsync("dataset", "validate", "rows.jsonl", "--schema", "row.schema.json");

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("rows.jsonl:2: 'q' is a number, not string.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 rows do not conform.", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_and_an_evaluation_read_a_dataset_and_say_which_version()
    {
        using var gyre = InWorkspace();
        gyre.Write("rows.jsonl", "{\"q\": \"a\", \"truth\": \"a\"}\n{\"q\": \"b\", \"truth\": \"c\"}\n");
        gyre.Write("flow/flow.dag.yaml", "inputs: {q: {type: string}}\noutputs: {answer: {reference: '${inputs.q}'}}\nnodes: []\n");
        gyre.Write("run.yaml", "flow: flow\ndata: support@1\n");
        gyre.Write("evaluations/e.yaml", "data: support\ntargets:\n- flow: ../flow\nevaluators: [exact_match]\ncolumn_mapping: {ground_truth: '${data.truth}'}\n");
        await DoneAsync(gyre, "dataset", "create", "support", "--file", "rows.jsonl");

        await DoneAsync(gyre, "run", "create", "--file", "run.yaml", "--name", "r");
        await DoneAsync(gyre, "run", "create", "--flow", "flow", "--data", "support", "--name", "s");
        await DoneAsync(gyre, "eval", "run", "--file", "evaluations/e.yaml", "--name", "e");

        foreach (var name in (string[])["r", "s", "e.1"])
        {
            var run = (PythonDict)PythonJson.Parse((await DoneAsync(gyre, "run", "show", name, "--output", "json")).Output)!;
            Assert.Equal("support@1", run["dataset"]);
            Assert.Equal(((string)run["data"]!).Split('/', '\\')[^1], run["data_sha256"] + ".jsonl");
        }

        Assert.Contains("support@1", (await DoneAsync(gyre, "run", "show", "r")).Output, StringComparison.Ordinal);
        Assert.Contains("\"answer\": \"a\"", (await DoneAsync(gyre, "flow", "test", "--flow", "flow", "--inputs", "support@1", "--output", "json")).Output, StringComparison.Ordinal);
        var refused = await gyre.RunAsync("dataset", "delete", "support", "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("5 runs and evaluations", refused.Error, StringComparison.Ordinal);
        await DoneAsync(gyre, "dataset", "delete", "support", "--yes", "--force");
    }

    [Fact]
    public async Task A_file_of_that_name_wins_and_an_unknown_name_is_told()
    {
        using var gyre = InWorkspace();
        gyre.Write("rows.jsonl", "{\"q\": \"dataset\"}\n");
        gyre.Write("support/rows.jsonl", "{\"q\": \"folder\"}\n");
        gyre.Write("flow/flow.dag.yaml", "inputs: {q: {type: string}}\noutputs: {answer: {reference: '${inputs.q}'}}\nnodes: []\n");
        await DoneAsync(gyre, "dataset", "create", "support", "--file", "rows.jsonl");

        var folder = (PythonDict)PythonJson.Parse((await DoneAsync(gyre, "run", "create", "--flow", "flow", "--data", "support", "--name", "r", "--output", "json")).Output)!;
        var unknown = await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "suport", "--name", "s");
        var path = await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "suport.jsonl", "--name", "s");

        Assert.Null(folder["dataset"]);
        Assert.Contains("Did you mean 'support'?", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("suport.jsonl does not exist", path.Error, StringComparison.Ordinal);
    }

    private static Gyre InWorkspace()
    {
        var gyre = new Gyre();
        gyre.Write("gyre.yaml", "name: mine\n");
        return gyre;
    }

    private static async Task<Printed> DoneAsync(Gyre gyre, params string[] args)
    {
        var printed = await gyre.RunAsync(args);
        Assert.True(printed.ExitCode == 0, $"{string.Join(' ', args)}\n{printed.Output}\n{printed.Error}");
        return printed;
    }
}
