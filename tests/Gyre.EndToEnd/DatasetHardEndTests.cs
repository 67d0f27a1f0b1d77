using System.Diagnostics;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>What a dataset looks like when its maker was killed.</summary>
public sealed class DatasetHardEndTests
{
    private const int Rows = 400_000;

    [Theory]
    [InlineData(1)]
    [InlineData(8_000_000)]
    public async Task A_create_that_is_killed_leaves_no_version_and_the_next_one_sweeps_up(long whenBytes)
    {
        using var folder = new TemporaryFolder();
        folder.Write("gyre.yaml", "name: test\n");
        var row = $", \"question\": \"{new string('x', 60)}\"}}";
        await File.WriteAllLinesAsync(folder.At("rows.jsonl"), Enumerable.Range(0, Rows).Select(i => $"{{\"id\": {i}{row}"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.At("few.jsonl"), "{\"id\": 1}\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await GyreProcess.RunAsync(folder.Path, "dataset", "create", "there", "--file", "few.jsonl")).ExitCode);

        using (var process = Process.Start(GyreProcess.Start(folder.Path, ["dataset", "create", "there", "--file", "rows.jsonl"]))!)
        {
            while (Unfinished(folder).Sum(f => new FileInfo(f).Length) < whenBytes)
            {
                Assert.False(process.HasExited, "it ended by itself");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(Unfinished(folder));
        Assert.Equal("there@1", ((PythonDict)PythonJson.Parse((await GyreProcess.RunAsync(folder.Path, "dataset", "show", "there", "--output", "json")).Output)!)["reference"]);
        var again = await GyreProcess.RunAsync(folder.Path, "dataset", "create", "there", "--file", "rows.jsonl", "--output", "json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(("there@2", (long)Rows), ((PythonDict)PythonJson.Parse(again.Output)!) is var made ? ((string)made["reference"]!, (long)made["rows"]!) : default);
        Assert.Empty(Unfinished(folder));
        Assert.Equal(2, Directory.GetFiles(folder.At(".gyre", "dataset-rows"), "*.jsonl").Length);
    }

    private static string[] Unfinished(TemporaryFolder folder) => Directory.GetFiles(folder.At(".gyre", "dataset-rows"), "*.new");
}
