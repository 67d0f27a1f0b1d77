using System.Diagnostics;

namespace Gyre.EndToEnd;

/// <summary>What a run of the command left behind.</summary>
public sealed record GyreResult(int ExitCode, string Output, string Error);

/// <summary>The built <c>gyre</c>, as a process with a home of its own.</summary>
public static class GyreProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "gyre.exe" : "gyre");

    /// <summary>Whether there is a Python to run tools with.</summary>
    public static bool HasPython { get; } = FindPython();

    /// <summary>A process about to run <c>gyre</c> in a folder; its home is <c>home</c> inside the folder.</summary>
    public static ProcessStartInfo Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["GYRE_HOME"] = Path.Combine(folder, "home");
        start.Environment["NO_COLOR"] = "1";
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<GyreResult> RunAsync(string folder, params string[] arguments) => RunAsync(Start(folder, arguments));

    /// <summary>Runs it to its end.</summary>
    public static async Task<GyreResult> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new GyreResult(process.ExitCode, await output, await error);
    }

    private static bool FindPython()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; sys.exit(0 if sys.version_info >= (3, 9) else 1)"]) { UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
