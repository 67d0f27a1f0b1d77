using System.Collections.Concurrent;
using System.Diagnostics;
using Gyre.Kernel;

namespace Gyre.Flows.Python;

/// <summary>A Python to run tools with.</summary>
/// <param name="Path">Full path of the executable, launchers and shims resolved.</param>
/// <param name="Version">3.9 or newer.</param>
public sealed record PythonInterpreter(string Path, Version Version)
{
    private static readonly Version Oldest = new(3, 9);
    private static readonly ConcurrentDictionary<string, Lazy<PythonInterpreter>> Known = new(StringComparer.Ordinal);

    /// <summary>The interpreter named by the option, else the flow's <c>.venv</c>, else <c>GYRE_PYTHON</c>, else the first on PATH that is new enough.</summary>
    /// <param name="option">A path or a command name; null where none was given.</param>
    /// <param name="flowFolder">The flow's folder; a <c>.venv</c> in it or in a folder above it counts up to the first folder with <c>gyre.yaml</c> or <c>.git</c>.</param>
    /// <exception cref="ProblemException">There is none, or it is too old; one line with the remedy.</exception>
    public static PythonInterpreter Find(string? option, string? flowFolder)
    {
        if (!string.IsNullOrWhiteSpace(option))
        {
            return Check(Located(option) ?? throw Missing($"There is no Python at '{option}' (given by --python)."));
        }

        if (flowFolder is not null && VirtualEnvironment(flowFolder) is { } own)
        {
            return Check(own);
        }

        if (Environment.GetEnvironmentVariable("GYRE_PYTHON") is { Length: > 0 } variable)
        {
            return Check(Located(variable) ?? throw Missing($"There is no Python at '{variable}' (given by GYRE_PYTHON)."));
        }

        ProblemException? failure = null;
        foreach (var name in (ReadOnlySpan<string>)["python3", "python"])
        {
            try
            {
                if (Located(name) is { } found)
                {
                    return Check(found);
                }
            }
            catch (ProblemException unfit)
            {
                failure ??= unfit;
            }
        }

        throw failure ?? Missing("This flow has Python tools, but there is no python3 on PATH.");
    }

    private static PythonInterpreter Check(string file)
    {
        try
        {
            return Known.GetOrAdd($"{file}|{File.GetLastWriteTimeUtc(file).Ticks}", _ => new Lazy<PythonInterpreter>(() => Ask(file))).Value;
        }
        catch (ProblemException)
        {
            // Lazy would remember the failure; the user may install another Python meanwhile.
            Known.Clear();
            throw;
        }
    }

    private static PythonInterpreter Ask(string file)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-I", "-S", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)" },
        };
        string[] lines;
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw Missing($"'{file}' can't be started: {failure.Message}.");
        }

        if (lines.Length < 2 || !System.Version.TryParse(lines[0], out var version))
        {
            throw Missing($"'{file}' does not answer as Python does.");
        }

        return version >= Oldest
            ? new PythonInterpreter(File.Exists(lines[1]) ? lines[1] : file, version)
            : throw new ProblemException("python-too-old", $"'{file}' is Python {version}; flows need {Oldest} or newer. Name another with --python or GYRE_PYTHON.");
    }

    private static string? VirtualEnvironment(string flowFolder)
    {
        for (var folder = new DirectoryInfo(flowFolder); folder is not null; folder = folder.Parent)
        {
            var file = OperatingSystem.IsWindows()
                ? System.IO.Path.Combine(folder.FullName, ".venv", "Scripts", "python.exe")
                : System.IO.Path.Combine(folder.FullName, ".venv", "bin", "python");
            if (File.Exists(file))
            {
                return file;
            }

            if (File.Exists(System.IO.Path.Combine(folder.FullName, "gyre.yaml")) || System.IO.Path.Exists(System.IO.Path.Combine(folder.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }

    private static string? Located(string name)
    {
        if (name.Contains(System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(name) ? System.IO.Path.GetFullPath(name) : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = OperatingSystem.IsWindows() ? new[] { name + ".exe", name } : [name];
        return folders.SelectMany(folder => names.Select(n => System.IO.Path.Combine(folder, n))).FirstOrDefault(File.Exists);
    }

    private static ProblemException Missing(string what) =>
        new("python-missing", $"{what} Install Python {Oldest} or newer, or name one with --python or GYRE_PYTHON.");
}
