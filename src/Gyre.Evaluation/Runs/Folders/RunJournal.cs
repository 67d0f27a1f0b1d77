using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>
/// Writes finished lines to the artifacts of a run. The record in <c>flow_artifacts</c> is written last and makes the line count:
/// what a kill leaves before it is dropped at resume. Safe for any number of threads.
/// </summary>
internal sealed class RunJournal(RunFolder folder) : IDisposable
{
    private const int OpenFiles = 64;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff";

    private readonly ConcurrentDictionary<string, bool> madeFolders = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Appendix> open = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>Writes a line; when it returns, the line survives the end of the process.</summary>
    /// <exception cref="IOException">The disk is full or gone; the line does not count.</exception>
    public void Append(int line, LineResult result)
    {
        var batch = folder.BatchOf(line);
        foreach (var node in result.Nodes)
        {
            Write(folder.NodeArtifact(node.Node, batch), Serialize(node, line));
        }

        Write(folder.FlowArtifact(batch), Serialize(result.Line, line));
    }

    /// <summary>Writes the record of an aggregation node, in place of an earlier one.</summary>
    public void WriteAggregation(NodeRecord node)
    {
        var path = folder.AggregationArtifact(node.Node);
        MakeFolder(path);
        WriteWhole(path, Serialize(node, null));
    }

    public void Dispose()
    {
        foreach (var file in open.Values)
        {
            file.Dispose();
        }
    }

    private void Write(string path, ReadOnlySpan<byte> record)
    {
        MakeFolder(path);
        if (folder.BatchSize == 1)
        {
            WriteWhole(path, record);
            return;
        }

        lock (gate)
        {
            Opened(path).Append(record);
        }
    }

    private static void WriteWhole(string path, ReadOnlySpan<byte> record)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, record, 0);
    }

    private void MakeFolder(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        if (!madeFolders.ContainsKey(parent))
        {
            Directory.CreateDirectory(parent);
            madeFolders[parent] = true;
        }
    }

    private Appendix Opened(string path)
    {
        if (!open.TryGetValue(path, out var file))
        {
            if (open.Count >= OpenFiles)
            {
                var oldest = open.MinBy(o => o.Value.LastUse);
                oldest.Value.Dispose();
                open.Remove(oldest.Key);
            }

            open[path] = file = new Appendix(path);
        }

        file.LastUse = ++clock;
        return file;
    }

    private static ReadOnlySpan<byte> Serialize(LineRecord record, int line)
    {
        var (buffer, json) = Buffer();
        json.WriteStartObject();
        json.WriteNumber("line_number", line);
        json.WritePropertyName("run_info");
        RunRecordJson.Write(json, record);
        json.WriteString("start_time", Time(record.StartTime));
        json.WriteString("end_time", Time(record.EndTime));
        json.WriteString("name", "");
        json.WriteString("description", "");
        json.WriteString("status", record.Status.ToString());
        json.WriteNull("tags");
        return Ended(buffer, json);
    }

    private static ReadOnlySpan<byte> Serialize(NodeRecord record, int? line)
    {
        var (buffer, json) = Buffer();
        json.WriteStartObject();
        json.WriteString("node_name", record.Node);
        if (line is { } number)
        {
            json.WriteNumber("line_number", number);
        }
        else
        {
            json.WriteNull("line_number");
        }

        json.WritePropertyName("run_info");
        RunRecordJson.Write(json, record);
        json.WriteString("start_time", Time(record.StartTime));
        json.WriteString("end_time", Time(record.EndTime));
        json.WriteString("status", record.Status.ToString());
        return Ended(buffer, json);
    }

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? threadBuffer;

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Buffer()
    {
        // A huge record must not keep its memory for the life of the thread.
        var buffer = threadBuffer is { Capacity: <= 1 << 20 } kept ? kept : threadBuffer = new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        return (buffer, PythonJson.Writer(buffer));
    }

    private static ReadOnlySpan<byte> Ended(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Dispose();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private sealed class Appendix(string path) : IDisposable
    {
        private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        private long length = new FileInfo(path).Length;

        public long LastUse { get; set; }

        public void Append(ReadOnlySpan<byte> record)
        {
            try
            {
                RandomAccess.Write(file, record, length);
                length += record.Length;
            }
            catch (IOException)
            {
                // Half a record in the middle of a file would hide what comes after it.
                RandomAccess.SetLength(file, length);
                throw;
            }
        }

        public void Dispose() => file.Dispose();
    }
}
