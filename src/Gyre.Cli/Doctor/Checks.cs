using System.Runtime.InteropServices;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Connections;
using Gyre.Flows.Python;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Workspace;

namespace Gyre.Cli.Doctor;

/// <summary>What doctor looks at, in the order it is shown.</summary>
internal static class Checks
{
    private const long LittleDisk = 1L << 30;

    public static Finding Program() =>
        new("gyre", Health.Good, $"{GyreCommand.Version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");

    public static Finding Sdk(CliHost host)
    {
        var dotnet = Find(host, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return dotnet is null
            ? new(".NET SDK", Health.Optional, "not on PATH; flows with C# tools run without it", "To build Gyre or to restore packages of C# tools: https://dot.net/download")
            : new(".NET SDK", Health.Good, dotnet);
    }

    public static Finding Sqlite()
    {
        var sqlite = SqliteInfo.Current();
        return new("SQLite", Health.Good, $"{sqlite.Version}, {(sqlite.IsSystem ? "the operating system's" : "the one that ships with Gyre")}");
    }

    public static Finding Python(CliHost host)
    {
        try
        {
            var python = PythonInterpreter.Find(host.Environment("GYRE_PYTHON"), host.Folder);
            return new("Python", Health.Good, $"{python.Version}, {python.Path}; its own promptflow is used where it is installed, else the one that ships with Gyre");
        }
        catch (ProblemException e)
        {
            return new("Python", Health.Optional, e.Problem.Message, "Only flows with Python tools need it. Name one with --python or GYRE_PYTHON.");
        }
    }

    public static async Task<Finding> ConnectionsAsync(Invocation call, CancellationToken cancellationToken)
    {
        try
        {
            var all = await ConnectionViews.AllAsync(call, cancellationToken);
            return all.Count > 0
                ? new("connections", Health.Good, string.Join(", ", all.Select(c => $"{c.Connection.Name} ({c.Shown[1].Value})")))
                : new("connections", Health.Optional, "none; the demo needs none", "gyre connection create --file connection.yaml");
        }
        catch (ProblemException e)
        {
            return new("connections", Health.Bad, e.Problem.ToString(), "Mend the file, or remove it.");
        }
    }

    public static Finding Home(GyreHome home)
    {
        var what = home.WorkspaceFolder is null ? home.Folder : $"{home.Folder} (workspace)";
        try
        {
            home.EnsureExists();
            var probe = Path.Combine(home.Folder, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("home folder", Health.Good, what);
        }
        catch (Exception e) when (e is ProblemException or IOException or UnauthorizedAccessException)
        {
            return new("home folder", Health.Bad, $"{what} cannot be written", "Make it writable, or set GYRE_HOME to a folder that is.");
        }
    }

    public static Finding Disk(GyreHome home)
    {
        var drive = new DriveInfo(Path.GetPathRoot(home.Folder)!);
        var at = DriveInfo.GetDrives()
            .Where(d => d.IsReady && home.Folder.StartsWith(d.RootDirectory.FullName, StringComparison.Ordinal))
            .OrderByDescending(d => d.RootDirectory.FullName.Length)
            .FirstOrDefault(drive);
        var free = $"{at.AvailableFreeSpace / 1e9:0.0} GB free";
        return at.AvailableFreeSpace < LittleDisk
            ? new("disk", Health.Bad, free, "Runs are kept on disk: make room, or delete old runs with gyre run delete.")
            : new("disk", Health.Good, free);
    }

    public static Finding Program(CliHost host, string name, string what, string remedy) =>
        Find(host, name) is { } path ? new(name, Health.Good, path) : new(name, Health.Optional, $"not on PATH; {what}", remedy);

    private static string? Find(CliHost host, string program) =>
        (host.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
