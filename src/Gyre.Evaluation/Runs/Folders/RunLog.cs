using System.Globalization;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>A run's <c>logs.txt</c>, and <c>flow_logs</c> with what the tools of each line printed. Safe for any number of threads.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly RunFolder folder;
    private readonly TimeProvider time;
    private readonly StreamWriter writer;

    public RunLog(RunFolder folder, TimeProvider time)
    {
        this.folder = folder;
        this.time = time;
        Directory.CreateDirectory(folder.FlowLogs);
        writer = new StreamWriter(new FileStream(folder.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public void Info(string message) => Write("INFO", message);

    public void Warning(string message) => Write("WARNING", message);

    public void Error(string message) => Write("ERROR", message);

    /// <summary>Notes a line's failure and what its tools printed; in a run only stderr reaches the run's log, as in the original.</summary>
    public void Line(int line, LineResult result)
    {
        if (result.Line.Error is { } error)
        {
            Error($"Line {line} failed: {error.Message}");
        }

        Printed(line, result.Line.FlowId, result.Line.StandardOutput, result.Line.StandardError);
        foreach (var node in result.Nodes)
        {
            Printed(line, node.Node, node.StandardOutput, node.StandardError);
        }
    }

    private void Printed(int line, string source, string output, string error)
    {
        if (error.Length > 0)
        {
            Warning($"[{source} in line {line} (index starts from 0)] stderr> {error.TrimEnd()}");
        }

        if (output.Length + error.Length > 0)
        {
            var file = Path.Combine(folder.FlowLogs, (folder.BatchSize == 1 ? line : folder.BatchOf(line) * folder.BatchSize).ToString("D9", CultureInfo.InvariantCulture) + ".log");
            lock (gate)
            {
                File.AppendAllText(file, $"{Now()} {source} in line {line}\n{Printed("stdout", output)}{Printed("stderr", error)}");
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer.Dispose();
        }
    }

    private void Write(string level, string message)
    {
        lock (gate)
        {
            writer.Write($"{Now()} {level,-8} {message}\n");
        }
    }

    private static string Printed(string stream, string text) => text.Length == 0 ? "" : $"{stream}> {text.TrimEnd()}\n";

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss zz00", CultureInfo.InvariantCulture);
}
