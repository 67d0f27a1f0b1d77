using System.Text.RegularExpressions;
using Gyre.Testing;
using Gyre.Workspace;

namespace Gyre.EndToEnd;

/// <summary>What the pages tell a newcomer to type, typed; what they show is what is printed, but for times and paths.</summary>
public sealed partial class GuideTests
{
    [Theory]
    [InlineData("getting-started.md")]
    [InlineData("bring-a-prompt-flow-project.md")]
    [InlineData("models.md")]
    [InlineData("flows.md")]
    [InlineData("runs.md")]
    [InlineData("connections.md")]
    [InlineData("comparing.md")]
    public async Task Every_command_of_the_page_works_in_the_order_written(string name)
    {
        using var folder = new TemporaryFolder();
        var page = await GuidePage.ReadAsync(name);
        if (name == "connections.md")
        {
            folder.Write("openai.yaml", page.Example("name: open_ai_connection"));
            folder.Write("azure.yaml", page.Example("name: azure_connection"));
        }
        else
        {
            folder.Write("openai.yaml", "name: open_ai_connection\ntype: open_ai\napi_key: <user-input>\n");
            folder.Write("data.jsonl", """
                {"truth": "APP", "answer": "APP"}
                {"truth": "APP", "answer": "Channel"}

                """);
            folder.Write("flows/answer/flow.dag.yaml", "inputs: {question: {type: string}}\noutputs: {answer: {reference: '${inputs.question}'}}\nnodes: []\n");
            folder.Write("old.jsonl", Graded(i => i < 168 || i >= 264));
            folder.Write("new.jsonl", Graded(i => i < 217));
            folder.Write("data/questions.jsonl", string.Concat(Enumerable.Range(1, 12).Select(n => $"{{\"question\": \"What is {n}?\"}}\n")));
        }

        await TypeAsync(page.Commands, folder, folder.Path, words => words);
    }

    [Fact]
    public async Task A_recorded_provider_is_replayed_as_its_page_says()
    {
        using var folder = new TemporaryFolder();
        var page = await GuidePage.ReadAsync("replay.md");
        using var provider = new ParisServer();
        folder.Write("capital/flow.dag.yaml", page.Example("country: {type"));
        folder.Write("capital/ask.jinja2", page.Example("What is the capital"));
        folder.Write("local.yaml", page.Example("record: recordings").Replace("http://localhost:11434", provider.Address, StringComparison.Ordinal));

        await TypeAsync(page.Commands, folder, folder.Path, words => words);

        Assert.Equal(1, provider.Asked);
    }

    [Fact]
    public async Task Datasets_are_kept_as_their_page_says()
    {
        using var folder = new TemporaryFolder();
        var page = await GuidePage.ReadAsync("datasets.md");
        folder.Write("v1.csv", page.Example("id,question,topic"));
        folder.Write("v2.csv", page.Example("id,question,topic")
            .Replace("by invoice", "on account", StringComparison.Ordinal)
            .Replace("5,where is my parcel,parcel\n", "", StringComparison.Ordinal) + "7,Is the invoice in the parcel?,payment\n");
        File.Copy(RepositoryFiles.At("samples", "product-support", "questions.jsonl"), folder.At("questions.jsonl"));
        folder.Write("scores.jsonl", "{\"question\": \"a\", \"score\": 3}\n{\"qestion\": \"b\"}\n{\"question\": \"c\", \"score\": 9}\n");
        folder.Write("score.schema.json", """{"required": ["question"], "properties": {"score": {"type": "integer", "minimum": 1, "maximum": 5}}}""");
        folder.Write("echo/flow.dag.yaml", "inputs: {question: {type: string}}\noutputs: {answer: {reference: '${inputs.question}'}}\nnodes: []\n");

        await TypeAsync(page.Commands, folder, folder.Path, words => words);
    }

    [Fact]
    public async Task A_ledger_is_reported_and_exported_as_its_page_says()
    {
        using var folder = new TemporaryFolder();
        await SampleLedger.WriteAsync(new GyreHome(folder.At(".gyre"), null), TestContext.Current.CancellationToken);
        var page = await GuidePage.ReadAsync("usage.md");

        await TypeAsync(page.Commands, folder, folder.Path, words => words);
    }

    [Fact]
    public async Task The_samples_read_real_data_as_their_page_says()
    {
        var data = RepositoryFiles.SharedData();
        Assert.SkipUnless(data is not null, "The shared data is not here.");
        Assert.SkipUnless(HasPdfToText(), "pdftotext is not installed.");
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.At("samples"), "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.gyre/", StringComparison.Ordinal)))
        {
            var copy = folder.At("gyre", Path.GetRelativePath(RepositoryFiles.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateSymbolicLink(folder.At("data"), data);
        var page = await GuidePage.ReadAsync("real-data.md");

        // The last command wants a real key.
        var commands = page.Commands.Where(command => command.Variables.Count == 0);
        await TypeAsync(commands, folder, folder.At("gyre"), words => words.Replace("$DATA", folder.At("data"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sample_is_evaluated_as_its_page_says()
    {
        using var folder = new TemporaryFolder();
        var sample = RepositoryFiles.At("samples", "product-support");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.gyre/", StringComparison.Ordinal)))
        {
            folder.Write(Path.GetRelativePath(sample, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var page = await GuidePage.ReadAsync("evaluation.md");
        Assert.Equal(await File.ReadAllTextAsync(folder.At("evaluations", "support.yaml"), TestContext.Current.CancellationToken), "# gyre eval run --file evaluations/support.yaml --report support.html\n" + page.Example("description: Should"));

        await TypeAsync(page.Commands, folder, folder.Path, words => words);

        Assert.Contains("Which is better", await File.ReadAllTextAsync(folder.At("support.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Graded(Func<int, bool> correct) =>
        string.Concat(Enumerable.Range(0, 300).Select(i => $"{{\"id\": {i}, \"correct\": {(correct(i) ? "true" : "false")}}}\n"));

    private static async Task TypeAsync(IEnumerable<GuideCommand> commands, TemporaryFolder folder, string place, Func<string, string> expand)
    {
        var typed = 0;
        foreach (var command in commands)
        {
            typed++;
            if (command.Words is ["cd", var to])
            {
                place = Path.GetFullPath(to, place);
            }
            else if (command.Words is ["ls", var listed])
            {
                Assert.Equal(command.Shown, Directory.EnumerateFileSystemEntries(Path.GetFullPath(listed, place)).Select(Path.GetFileName));
            }
            else
            {
                Assert.Equal("gyre", command.Words[0]);
                Check(command, await RunAsync(command, folder, place, expand), folder);
            }
        }

        Assert.NotEqual(0, typed);
    }

    private static async Task<GyreResult> RunAsync(GuideCommand command, TemporaryFolder folder, string place, Func<string, string> expand)
    {
        var start = GyreProcess.Start(place, command.Words.Skip(1).Select(expand));
        start.Environment["GYRE_HOME"] = folder.At(".gyre");
        foreach (var (name, value) in command.Variables)
        {
            start.Environment[name] = value;
        }

        return await GyreProcess.RunAsync(start);
    }

    private static void Check(GuideCommand command, GyreResult printed, TemporaryFolder folder)
    {
        var all = (printed.Output + "\n" + printed.Error).ReplaceLineEndings("\n").Replace(folder.Path, "/home/me", StringComparison.Ordinal);
        Assert.True(printed.ExitCode == 0 != command.Fails, $"{command}\n{all}");
        var lines = all.Split('\n').Select(Plain).ToHashSet(StringComparer.Ordinal);
        foreach (var shown in command.Shown)
        {
            Assert.True(lines.Contains(Plain(shown)), $"{command}\nThe page shows:\n{shown}\nPrinted was:\n{all}");
        }
    }

    private static string Plain(string line) => Blanks().Replace(Rules().Replace(Moments().Replace(line, "(time)"), "─"), " ").Trim();

    private static bool HasPdfToText() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ][\d:.+]+|\b[\d.]+ m?s\b")]
    private static partial Regex Moments();

    [GeneratedRegex("─+")]
    private static partial Regex Rules();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
