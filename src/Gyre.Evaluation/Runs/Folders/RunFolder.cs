using System.Globalization;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>The folder of one run, laid out as the original's.</summary>
/// <param name="Path">Full path.</param>
/// <param name="BatchSize">Lines per file of artifacts: 1, or 1,000 for large runs.</param>
internal sealed record RunFolder(string Path, int BatchSize = 1)
{
    /// <summary>Runs of up to this many rows have one file per line, as in the original.</summary>
    public const int SmallRun = 100;

    /// <summary>Lines per file in larger runs.</summary>
    public const int LargeBatch = 1_000;

    /// <summary>A copy of the flow.</summary>
    public string Snapshot => At("snapshot");

    /// <summary>The mapped rows: the run's stored inputs.</summary>
    public string Inputs => At("inputs.jsonl");

    /// <summary>The outputs of completed lines, with <c>line_number</c> at the end.</summary>
    public string Outputs => At("outputs.jsonl");

    /// <summary>The same with <c>line_number</c> first: what later runs read.</summary>
    public string FlowOutputs => At("flow_outputs", "output.jsonl");

    public string Metrics => At("metrics.json");

    /// <summary>Only with failures.</summary>
    public string Error => At("error.json");

    public string Log => At("logs.txt");

    /// <summary>What the lines' tools printed.</summary>
    public string FlowLogs => At("flow_logs");

    /// <summary><c>{"batch_size": n}</c>.</summary>
    public string Meta => At("meta.json");

    public string FlowArtifacts => At("flow_artifacts");

    public string NodeArtifacts => At("node_artifacts");

    /// <summary>Held by the process that runs it.</summary>
    internal string Lock => At(".lock");

    /// <summary>Number of the file that holds a line.</summary>
    public int BatchOf(int line) => line / BatchSize;

    /// <summary>The journal of a batch of lines: one record per finished line.</summary>
    public string FlowArtifact(int batch) => System.IO.Path.Combine(FlowArtifacts, Range(batch) + ".jsonl");

    /// <summary>The records of one node for a batch of lines.</summary>
    public string NodeArtifact(string node, int batch) =>
        System.IO.Path.Combine(NodeFolder(node), (BatchSize == 1 ? Number(batch) : Range(batch)) + ".jsonl");

    /// <summary>The records of an aggregation node.</summary>
    public string AggregationArtifact(string node) => System.IO.Path.Combine(NodeFolder(node), Number(0) + ".jsonl");

    /// <summary>The folder of a node's records; a name that is no folder's name is made one.</summary>
    public string NodeFolder(string node) => System.IO.Path.Combine(
        NodeArtifacts,
        node is "." or ".." ? "_" + node : string.Concat(node.Select(c => c is '/' or '\\' or '\0' ? '_' : c)));

    private string At(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private string Range(int batch) => $"{Number((long)batch * BatchSize)}_{Number((((long)batch + 1) * BatchSize) - 1)}";

    private static string Number(long line) => line.ToString("D9", CultureInfo.InvariantCulture);
}
