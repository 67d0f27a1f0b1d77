using System.Buffers;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Flows;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Writes the result files of a run from its artifacts, in line order, holding one file's records at a time.</summary>
internal sealed class RunResults(RunFolder folder)
{
    /// <summary><c>outputs.jsonl</c> and <c>flow_outputs/output.jsonl</c>, in one pass over the artifacts.</summary>
    /// <param name="complete">Whether every line has a record; then <c>inputs.jsonl</c> is replaced by the values as the flow took them. Else a resume needs its rows.</param>
    public void WriteLines(bool complete) =>
        AtomicFile.Write(folder.Outputs, outputs => AtomicFile.Write(folder.FlowOutputs, flowOutputs =>
        {
            if (complete)
            {
                AtomicFile.Write(folder.Inputs, inputs => WriteLines(outputs, flowOutputs, inputs));
            }
            else
            {
                WriteLines(outputs, flowOutputs, Stream.Null);
            }
        }));

    private void WriteLines(Stream outputs, Stream flowOutputs, Stream inputs)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var line in new RunArtifacts(folder).Lines())
        {
            Write(buffer, flowOutputs, WithLineFirst(line));
            Write(buffer, outputs, WithLineLast(line, "output"));
            Write(buffer, inputs, WithLineLast(line, "inputs"));
        }
    }

    /// <summary><c>metrics.json</c>.</summary>
    public void WriteMetrics(PythonDict metrics) => AtomicFile.Write(folder.Metrics, stream => Write(new ArrayBufferWriter<byte>(), stream, metrics));

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

    private static void Write(ArrayBufferWriter<byte> buffer, Stream stream, PythonDict? values)
    {
        if (values is null)
        {
            return;
        }

        using (var json = PythonJson.Writer(buffer))
        {
            PythonJson.Write(json, values);
        }

        buffer.Write("\n"u8);
        Flush(buffer, stream);
    }

    private static void Flush(ArrayBufferWriter<byte> buffer, Stream stream)
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
