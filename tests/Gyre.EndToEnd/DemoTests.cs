using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>The main job: from nothing to a verdict, without a key and without a network.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_compares_two_variants_says_how_sure_it_is_and_can_run_again()
    {
        using var folder = new TemporaryFolder();
        var first = await GyreProcess.RunAsync(folder.Path, "demo");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("not a model", first.Output, StringComparison.Ordinal);
        Assert.Matches(@"manual-1 is (better|worse) than sections-1|We can't tell yet whether manual-1 or sections-1", first.Output);
        Assert.Contains("95 % confidence", first.Output, StringComparison.Ordinal);
        Assert.Contains("Worst lines of manual-1", first.Output, StringComparison.Ordinal);
        Assert.Contains("OPENAI_API_KEY", first.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("gyre-demo", "report-1.html")));

        var second = await GyreProcess.RunAsync(folder.Path, "demo", "--output", "json");
        Assert.True(second.ExitCode == 0, second.Error);
        var json = (PythonDict)PythonJson.Parse(second.Output)!;
        Assert.Equal(4, ((List<object?>)json["runs"]!).Count);
        Assert.True(File.Exists((string)json["report"]!));

        var shown = await GyreProcess.RunAsync(folder.At("gyre-demo"), "run", "show-metrics", "manual-1-scores", "--output", "json");
        Assert.Equal(134L, ((PythonDict)PythonJson.Parse(shown.Output)!)["questions"]);
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("gyre-demo/thesis.txt", "mine");
        var printed = await GyreProcess.RunAsync(folder.Path, "demo");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("--folder", printed.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.At("gyre-demo")));
    }

    [Fact]
    public async Task A_folder_may_have_blanks_and_letters_of_any_script()
    {
        using var folder = new TemporaryFolder();
        var printed = await GyreProcess.RunAsync(folder.Path, "demo", "--folder", "мой démo 案");
        Assert.True(printed.ExitCode == 0, printed.Error);
    }
}
