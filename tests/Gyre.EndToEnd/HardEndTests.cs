using System.Diagnostics;
using System.Globalization;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>What happens when the process does not end by itself.</summary>
public sealed class HardEndTests
{
    private const int Lines = 2_000;

    [Fact]
    public async Task A_run_killed_in_the_middle_is_resumed_and_has_each_line_once()
    {
        using var folder = new TemporaryFolder();
        WriteSlowFlow(folder);
        using (var process = Process.Start(GyreProcess.Start(folder.Path, ["run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "r"]))!)
        {
            await UntilSomeLinesAsync(folder, process);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var shown = await GyreProcess.RunAsync(folder.Path, "run", "show", "r", "--output", "json");
        Assert.Equal("NotResponding", Json(shown)["status"]);
        var resumed = await GyreProcess.RunAsync(folder.Path, "run", "resume", "r", "--output", "json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal((long)Lines, ((PythonDict)Json(resumed)["lines"]!)["completed"]);
        var numbers = File.ReadLines(folder.At("home", "runs", "r", "flow_outputs", "output.jsonl")).Select(l => (long)((PythonDict)PythonJson.Parse(l)!)["line_number"]!).ToList();
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => (long)i), numbers);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_cleanly_and_says_how_to_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -INT is needed.");
        using var folder = new TemporaryFolder();
        WriteSlowFlow(folder);
        using var process = Process.Start(GyreProcess.Start(folder.Path, ["run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "r"]))!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await UntilSomeLinesAsync(folder, process);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])!)
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("gyre run resume --name r", await error, StringComparison.Ordinal);
        Assert.Equal("Canceled", Json(await GyreProcess.RunAsync(folder.Path, "run", "show", "r", "--output", "json"))["status"]);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_flow_folder_that_cannot_be_written_is_tested_without_a_word()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are needed.");
        using var folder = new TemporaryFolder();
        folder.Write("flow/flow.dag.yaml", "inputs: {q: {type: string, default: x}}\noutputs: {q: {reference: '${inputs.q}'}}\nnodes: []\n");
        File.SetUnixFileMode(folder.At("flow"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var printed = await GyreProcess.RunAsync(folder.Path, "flow", "test", "--flow", "flow", "--output", "json");
            Assert.True(printed.ExitCode == 0, printed.Error);
            Assert.Empty(printed.Error);
        }
        finally
        {
            File.SetUnixFileMode(folder.At("flow"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void WriteSlowFlow(TemporaryFolder folder)
    {
        folder.Write("flow/flow.dag.yaml", """
            inputs: {n: {type: int}}
            outputs: {n: {reference: "${slow.output}"}}
            nodes:
            - {name: slow, type: csharp, source: {type: code, path: slow.cs}, inputs: {n: "${inputs.n}"}}
            """);
        folder.Write("flow/slow.cs", "public static class Slow { public static async Task<int> Run(int n) { await Task.Delay(60); return n; } }");
        folder.Write("data.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(i => $"{{\"n\": {i}}}\n")));
    }

    private static async Task UntilSomeLinesAsync(TemporaryFolder folder, Process process)
    {
        var artifacts = folder.At("home", "runs", "r", "flow_artifacts");
        while (!process.HasExited && !(Directory.Exists(artifacts) && Directory.EnumerateFiles(artifacts).Any(f => new FileInfo(f).Length > 0)))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static PythonDict Json(GyreResult result) => (PythonDict)PythonJson.Parse(result.Output)!;
}
