using System.Buffers;
using Gyre.Evaluation.Mapping;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs;

/// <summary>Writes the result files of a run from its artifacts, in line order, holding one file's records at a time.</summary>
internal sealed class RunResults(RunFolder folder)
{
    /// <summary><c>outputs.jsonl</c>, <c>flow_outputs/output.jsonl</c>, and <c>inputs.jsonl</c> with the values as the flow took them.</summary>
    public void WriteLines()
    {
        var artifacts = new RunArtifacts(folder);
        AtomicFile.Write(folder.Outputs, stream => WriteRows(stream, artifacts.Lines(), a => WithLineLast(a, "output")));
        AtomicFile.Write(folder.FlowOutputs, stream => WriteRows(stream, artifacts.Lines(), WithLineFirst));
    }

    /// <summary>The typed inputs; only once every line has a record, since a resume needs the rows of the others.</summary>
    public void WriteInputs() =>
        AtomicFile.Write(folder.Inputs, stream => WriteRows(stream, new RunArtifacts(folder).Lines(), a => WithLineLast(a, "inputs")));

    /// <summary><c>metrics.json</c>.</summary>
    public void WriteMetrics(PythonDict metrics) => AtomicFile.Write(folder.Metrics, stream => Write(stream, metrics));

    /// <summary><c>error.json</c> in the original's shape where anything failed; none otherwise.</summary>
    /// <param name="counters">How many lines failed.</param>
    /// <param name="total">Of how many.</param>
    /// <param name="aggregation">What failed after the lines, by node.</param>
    /// <param name="run">Why the run itself failed, or null.</param>
    public void WriteErrors(RunCounters counters, int? total, IReadOnlyDictionary<string, FlowError> aggregation, FlowError? run)
    {
        if (counters.Failed == 0 && aggregation.Count == 0 && run is null)
        {
            File.Delete(folder.Error);
            return;
        }

        AtomicFile.Write(folder.Error, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = PythonJson.Writer(buffer))
            {
                var first = run?.Message ?? FailedLines().Select(f => Message(f["error"])).FirstOrDefault() ?? aggregation.Values.FirstOrDefault()?.Message;
                json.WriteStartObject();
                json.WriteString("message", (counters.Failed > 0 ? $"Failed to run {counters.Failed}/{total} lines. " : "") + $"First error message is: {first}");
                json.WriteString("messageFormat", "");
                json.WriteStartObject("messageParameters");
                json.WriteEndObject();
                json.WriteString("referenceCode", "Runtime");
                json.WriteString("code", run?.Kind == ErrorKind.SystemError ? "SystemError" : "UserError");
                json.WriteStartObject("innerError");
                json.WriteString("code", "BulkRunException");
                json.WriteNull("innerError");
                json.WriteEndObject();
                json.WriteStartArray("additionalInfo");
                json.WriteStartObject();
                json.WriteString("type", "BulkRunErrors");
                json.WriteStartObject("info");
                json.WriteStartArray("errors");
                foreach (var line in FailedLines())
                {
                    json.WriteStartObject();
                    json.WriteNumber("line_number", line.Line!.Value);
                    json.WritePropertyName("error");
                    PythonJson.Write(json, line["error"]);
                    json.WriteEndObject();
                    json.Flush();
                    Flush(buffer, stream);
                }

                foreach (var (node, error) in aggregation)
                {
                    json.WriteStartObject();
                    json.WritePropertyName("error");
                    RunRecordJson.Write(json, error);
                    json.WriteString("aggregation_node_name", node);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WritePropertyName("error");
                RunRecordJson.Write(json, run);
                json.WriteEndObject();
            }

            Flush(buffer, stream);
        });
    }

    private IEnumerable<Artifact> FailedLines() => new RunArtifacts(folder).Lines().Where(a => a.Status == nameof(RunStatus.Failed));

    private static string? Message(object? error) => error is PythonDict dict && dict.TryGetValue("message", out var message) ? message as string : null;

    private static PythonDict? WithLineLast(Artifact line, string field)
    {
        if (line[field] is not PythonDict values)
        {
            return null;
        }

        values.Remove(ColumnMapping.LineNumber);
        values[ColumnMapping.LineNumber] = (long)line.Line!.Value;
        return values;
    }

    private static PythonDict? WithLineFirst(Artifact line)
    {
        if (line.Status != nameof(RunStatus.Completed) || line["output"] is not PythonDict values)
        {
            return null;
        }

        var row = new PythonDict(values.Count + 1) { [ColumnMapping.LineNumber] = (long)line.Line!.Value };
        foreach (var (key, value) in values)
        {
            if (key is not ColumnMapping.LineNumber)
            {
                row[key] = value;
            }
        }

        return row;
    }

    private static void WriteRows(Stream stream, IEnumerable<Artifact> lines, Func<Artifact, PythonDict?> row)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var line in lines)
        {
            if (row(line) is { } values)
            {
                Write(buffer, values);
                Flush(buffer, stream);
            }
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer, PythonDict values)
    {
        using (var json = PythonJson.Writer(buffer))
        {
            PythonJson.Write(json, values);
        }

        buffer.Write("\n"u8);
    }

    private static void Write(Stream stream, PythonDict values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, values);
        Flush(buffer, stream);
    }

    private static void Flush(ArrayBufferWriter<byte> buffer, Stream stream)
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
