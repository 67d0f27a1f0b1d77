using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Reports;

/// <summary>The lines of one or more runs as the data of the report's table; long values are cut.</summary>
internal sealed class ReportLines
{
    // Enough to read, and small enough for a browser with thousands of them.
    private const int ValueLimit = 4_000, NodeValueLimit = 1_200, LinesWithNodes = 1_000;

    // Escapes what could end the script element or begin markup.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    private readonly IReadOnlyList<Run> runs;
    private readonly List<Dictionary<int, Artifact>> lines;
    private readonly List<int> shown;
    private readonly List<string> inputs;
    private readonly List<List<string>> outputs;

    public ReportLines(IReadOnlyList<Run> runs, int limit)
    {
        this.runs = runs;
        lines = [.. runs.Select(run => Chosen(run, limit))];
        var all = lines.SelectMany(l => l.Keys).Distinct().Order().ToList();
        Total = runs.Max(run => run.CompletedLines + run.FailedLines);
        shown = [.. all.Take(limit)];
        inputs = Names(lines.SelectMany(l => l.Values), "inputs");
        outputs = [.. lines.Select(l => Names(l.Values, "output"))];
    }

    /// <summary>Finished lines of the longest run.</summary>
    public int Total { get; }

    /// <summary>Lines in the table.</summary>
    public int Shown => shown.Count;

    /// <summary>The table as JSON that may stand inside a script element.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            Texts(json, "runs", runs.Select(r => r.DisplayName));
            Texts(json, "inputs", inputs);
            json.WriteStartArray("outputs");
            foreach (var names in outputs)
            {
                Texts(json, null, names);
            }

            json.WriteEndArray();
            json.WriteStartArray("lines");
            var nodes = shown.Count <= LinesWithNodes ? runs.Select(NodesByLine).ToList() : null;
            foreach (var line in shown)
            {
                WriteLine(json, line, nodes);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // A report that cannot show all lines shows the failed ones first.
    private static Dictionary<int, Artifact> Chosen(Run run, int limit)
    {
        var artifacts = new RunArtifacts(new RunFolder(run.Folder));
        if (run.CompletedLines + run.FailedLines <= limit)
        {
            return artifacts.Lines().ToDictionary(a => a.Line!.Value);
        }

        var failed = artifacts.Lines().Where(a => a.Status != nameof(RunStatus.Completed)).Take(limit).ToDictionary(a => a.Line!.Value);
        foreach (var line in artifacts.Lines().Where(a => a.Status == nameof(RunStatus.Completed)).Take(limit - failed.Count))
        {
            failed[line.Line!.Value] = line;
        }

        return failed;
    }

    private void WriteLine(Utf8JsonWriter json, int line, List<ILookup<int, Artifact>>? nodes)
    {
        json.WriteStartObject();
        json.WriteNumber("n", line);
        var any = lines.Select(l => l.GetValueOrDefault(line)).First(a => a is not null)!;
        Texts(json, "in", inputs.Select(name => Value(any, "inputs", name, ValueLimit)));
        json.WriteStartArray("runs");
        for (var r = 0; r < runs.Count; r++)
        {
            if (!lines[r].TryGetValue(line, out var artifact))
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            json.WriteString("s", artifact.Status);
            if (artifact.Status == nameof(RunStatus.Completed))
            {
                Texts(json, "out", outputs[r].Select(name => Value(artifact, "output", name, ValueLimit)));
            }
            else
            {
                json.WriteString("err", Cut(RunRecordJson.ReadError(artifact["error"])?.Message ?? "", ValueLimit));
            }

            WriteNodes(json, nodes?[r][line] ?? []);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNodes(Utf8JsonWriter json, IEnumerable<Artifact> nodes)
    {
        json.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            json.WriteStartArray();
            json.WriteStringValue(node["node"] as string ?? "");
            json.WriteStringValue(node.Status);
            if (NodeTimings.Duration(node) is { } seconds)
            {
                json.WriteNumberValue(Math.Round(seconds, 4));
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteStringValue(Cut(Display(node["output"]), NodeValueLimit));
            json.WriteStringValue(Cut(RunRecordJson.ReadError(node["error"])?.Message ?? "", NodeValueLimit));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private ILookup<int, Artifact> NodesByLine(Run run)
    {
        var wanted = shown.ToHashSet();
        return new RunArtifacts(new RunFolder(run.Folder)).NodeFolders()
            .SelectMany(folder => RunArtifacts.Files(folder).SelectMany(RunArtifacts.Read))
            .Where(a => a.Line is { } line && wanted.Contains(line))
            .OrderBy(a => a["start_time"] as string, StringComparer.Ordinal)
            .ToLookup(a => a.Line!.Value);
    }

    private static List<string> Names(IEnumerable<Artifact> artifacts, string field) =>
        [.. artifacts.SelectMany(a => (a[field] as PythonDict)?.Keys ?? []).Select(PythonText.Str).Where(n => n != ColumnMapping.LineNumber).Distinct(StringComparer.Ordinal)];

    private static string Value(Artifact artifact, string field, string name, int limit) =>
        Cut(artifact[field] is PythonDict values && values.TryGetValue(name, out var value) ? Display(value) : "", limit);

    private static string Display(object? value) => value switch
    {
        null => "",
        string text => text,
        _ => PythonJson.Write(value),
    };

    private static string Cut(string text, int limit) => text.Length <= limit ? text : $"{text[..limit]}… ({text.Length - limit} more characters)";

    private static void Texts(Utf8JsonWriter json, string? name, IEnumerable<string> values)
    {
        if (name is null)
        {
            json.WriteStartArray();
        }
        else
        {
            json.WriteStartArray(name);
        }

        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
