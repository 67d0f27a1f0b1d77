using System.Buffers;
using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Cli.Flows;

/// <summary>What the original leaves in <c>.promptflow/</c> of the flow after a test. A folder that cannot be written gets nothing, without a word.</summary>
internal sealed class TestFiles(FlowFile flow, string prefix)
{
    /// <summary>The folder inside the flow.</summary>
    public const string FolderName = ".promptflow";

    /// <summary>Where the files go.</summary>
    public string Folder { get; } = Path.Combine(flow.Folder, FolderName);

    /// <summary><c>flow</c>, <c>flow-&lt;node&gt;.node</c> or <c>flow-&lt;node&gt;-&lt;variant&gt;</c>.</summary>
    public static string Prefix(string? node, string? variant) =>
        node is not null ? $"flow-{node}.node"
        : variant is not null ? "flow-" + variant.Trim('$', '{', '}').Replace('.', '-')
        : "flow";

    /// <summary>Writes detail, output, metrics and log.</summary>
    public void Write(LineRecord? line, IEnumerable<NodeRecord> nodes, PythonDict metrics, string log)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            WriteJson("detail.json", json => WriteDetail(json, line, nodes));
            var output = line is null ? nodes.FirstOrDefault()?.Output : line.Output;
            if (output is not null)
            {
                WriteJson("output.json", json => PythonJson.Write(json, output));
            }

            if (metrics.Count > 0)
            {
                WriteJson("metrics.json", json => PythonJson.Write(json, metrics));
            }

            File.WriteAllText(Path.Combine(Folder, $"{prefix}.log"), log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Read-only flows are run as they are.
        }
    }

    /// <summary>The outputs with every image in them stored in <c>.promptflow/output</c> and named by its path from the flow's folder; as they are where nothing can be written.</summary>
    public object? Persist(object? outputs, string messageFormat)
    {
        try
        {
            return MessageFormat.Of(messageFormat).Persist(outputs, flow.Folder, $"{FolderName}/output");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return outputs;
        }
    }

    private static void WriteDetail(Utf8JsonWriter json, LineRecord? line, IEnumerable<NodeRecord> nodes)
    {
        json.WriteStartObject();
        json.WriteStartArray("flow_runs");
        if (line is not null)
        {
            RunRecordJson.Write(json, line);
        }

        json.WriteEndArray();
        json.WriteStartArray("node_runs");
        foreach (var node in nodes)
        {
            RunRecordJson.Write(json, node);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteJson(string name, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = PythonJson.Writer(buffer, indented: true))
        {
            write(json);
        }

        using var file = File.Create(Path.Combine(Folder, $"{prefix}.{name}"));
        file.Write(buffer.WrittenSpan);
    }
}
