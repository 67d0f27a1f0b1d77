using System.Diagnostics;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>A process that does nothing but a slow run, for a test to kill: this assembly, told by a variable to be that.</summary>
internal static class RunToKill
{
    private const string Folder = "GYRE_TEST_CHILD_FOLDER";

    /// <summary>Starts the run <c>killed</c> of <c>flow</c> over <c>questions.jsonl</c>, both in the folder.</summary>
    public static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(RunToKill).Assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[Folder] = folder;
        return Process.Start(start)!;
    }

    /// <summary>Whether this process is the one to kill; then it has run.</summary>
    public static async Task<bool> RunIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
        {
            return false;
        }

        await RunAsync(folder);
        return true;
    }

    private static async Task RunAsync(string folder)
    {
        var store = await RunBench.StoreAsync(Path.Combine(folder, "home"));
        var definition = new RunDefinition { Name = "killed", Flow = Path.Combine(folder, "flow"), Data = Path.Combine(folder, "questions.jsonl") };
        var options = new BatchOptions { Concurrency = 8 };
        await new BatchRunner(store, (_, _) => ValueTask.FromResult<ExecutableFlow>(FakeFlow.Slowly), options, TimeProvider.System).RunAsync(definition, null, CancellationToken.None);
    }
}
