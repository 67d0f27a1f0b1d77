using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>The real Jinja2: one Python process that renders many cases.</summary>
internal static class PythonJinja
{
    private static readonly Lazy<string?> Fault = new(FindFault);

    /// <summary>Skips the test where python3 or jinja2 is missing.</summary>
    public static void Require() => Assert.SkipUnless(Fault.Value is null, Fault.Value ?? "");

    /// <summary>One answer per case, in order.</summary>
    public static async Task<List<PythonDict>> RunAsync(IReadOnlyList<PythonDict> cases, CancellationToken cancellationToken)
    {
        using var process = Start(Path.Combine(Folder(), "jinja_peer.py"));
        var write = Task.Run(
            async () =>
            {
                await using var input = process.StandardInput;
                foreach (var one in cases)
                {
                    await input.WriteLineAsync(PythonJson.Write(one));
                }
            },
            cancellationToken);
        var answers = new List<PythonDict>(cases.Count);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            answers.Add((PythonDict)PythonJson.Parse(line)!);
        }

        await write;
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(answers.Count == cases.Count, $"Python answered {answers.Count} of {cases.Count} cases. {errors}");
        return answers;
    }

    public static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static string? FindFault()
    {
        try
        {
            using var process = Start("-c", "import jinja2; assert jinja2.__version__ >= '3.1'");
            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "python3 has no jinja2 3.1 (Debian: apt install python3-jinja2)";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no python3 on PATH (Debian: apt install python3-jinja2)";
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.ArgumentList.Add("-X");
        start.ArgumentList.Add("utf8");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
