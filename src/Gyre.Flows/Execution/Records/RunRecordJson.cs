using System.Globalization;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Records;

/// <summary>Line and node records in the original's JSON (<c>run_info</c>), written straight from the records and read back.</summary>
public static class RunRecordJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string Pieces = "pieces";
    private const string Printed = "printed";

    /// <summary>Writes a line's <c>run_info</c> object.</summary>
    public static void Write(Utf8JsonWriter json, LineRecord line)
    {
        json.WriteStartObject();
        json.WriteString("run_id"u8, line.RunId);
        json.WriteString("status"u8, Status(line.Status));
        json.WritePropertyName("error"u8);
        FlowErrorJson.Write(json, line.Error);
        WriteValue(json, "inputs"u8, line.Inputs);
        WriteValue(json, "output"u8, line.Output);
        WriteValue(json, "metrics"u8, line.Metrics);
        json.WriteNull("request"u8);
        json.WriteString("parent_run_id"u8, line.RootRunId);
        json.WriteString("root_run_id"u8, line.RootRunId);
        json.WriteNull("source_run_id"u8);
        json.WriteString("flow_id"u8, line.FlowId);
        WriteTimes(json, line.StartTime, line.EndTime);
        WriteIndex(json, line.Index);
        WriteCalls(json, line.ApiCalls);
        json.WriteString("name"u8, "");
        json.WriteString("description"u8, "");
        json.WriteNull("tags"u8);
        WriteMetrics(json, line.Usage, line.EndTime - line.StartTime, always: true, line.Replayed);
        WriteValue(json, "result"u8, line.Output);
        json.WriteBoolean("upload_metrics"u8, false);
        json.WriteString("otel_trace_id"u8, "");
        json.WriteString("message_format"u8, line.MessageFormat);
        json.WriteEndObject();
    }

    /// <summary>Writes a node's <c>run_info</c> object.</summary>
    public static void Write(Utf8JsonWriter json, NodeRecord node)
    {
        json.WriteStartObject();
        json.WriteString("node"u8, node.Node);
        json.WriteString("flow_run_id"u8, node.FlowRunId);
        json.WriteString("run_id"u8, node.RunId);
        json.WriteString("status"u8, Status(node.Status));
        WriteValue(json, "inputs"u8, node.Inputs);
        WriteValue(json, "output"u8, node.Output);
        json.WriteNull("metrics"u8);
        json.WritePropertyName("error"u8);
        FlowErrorJson.Write(json, node.Error);
        json.WriteString("parent_run_id"u8, node.ParentRunId);
        WriteTimes(json, node.StartTime, node.EndTime);
        WriteIndex(json, node.Index);
        WriteCalls(json, node.ApiCalls);
        json.WriteString("cached_run_id"u8, node.Cached ? node.RunId : null);
        json.WriteString("cached_flow_run_id"u8, node.Cached ? node.FlowRunId : null);
        json.WritePropertyName("logs"u8);
        if (node.Status == RunStatus.Bypassed)
        {
            json.WriteNullValue();
            json.WriteNull("system_metrics"u8);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("stdout"u8, node.StandardOutput);
            json.WriteString("stderr"u8, node.StandardError);
            json.WriteEndObject();
            WriteMetrics(json, node.Usage, node.EndTime - node.StartTime, always: false);
        }

        WriteValue(json, "result"u8, node.Output);
        json.WriteString("message_format"u8, node.MessageFormat);
        if (node.Form != OutputForm.Value)
        {
            // Not the original's: without it nobody could tell a generator's pieces from a list, nor an object from its text.
            json.WriteString("output_form"u8, node.Form == OutputForm.Pieces ? Pieces : Printed);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an error object, or null.</summary>
    public static void Write(Utf8JsonWriter json, FlowError? error) => FlowErrorJson.Write(json, error);

    /// <summary>Reads a line's <c>run_info</c>, ours or the original's.</summary>
    public static LineRecord ReadLine(PythonDict json) => new()
    {
        RunId = Text(json, "run_id") ?? "",
        RootRunId = Text(json, "root_run_id") ?? "",
        FlowId = Text(json, "flow_id") ?? "",
        Index = Index(json),
        Status = ReadStatus(json),
        Error = FlowErrorJson.Read(Value(json, "error")),
        Inputs = Value(json, "inputs") as PythonDict ?? [],
        Output = Value(json, "output") as PythonDict,
        Metrics = Value(json, "metrics") as PythonDict,
        StartTime = Time(json, "start_time"),
        EndTime = Time(json, "end_time"),
        Usage = ReadUsage(json),
        Replayed = Value(json, "system_metrics") is PythonDict measured && Value(measured, "replayed") is true,
        ApiCalls = Calls(json),
        MessageFormat = Text(json, "message_format") ?? "basic",
    };

    /// <summary>Reads a node's <c>run_info</c>, ours or the original's.</summary>
    public static NodeRecord ReadNode(PythonDict json)
    {
        var logs = Value(json, "logs") as PythonDict;
        return new NodeRecord
        {
            Node = Text(json, "node") ?? "",
            FlowRunId = Text(json, "flow_run_id") ?? "",
            RunId = Text(json, "run_id") ?? "",
            ParentRunId = Text(json, "parent_run_id") ?? "",
            Index = Index(json),
            Status = ReadStatus(json),
            Inputs = Value(json, "inputs") as PythonDict,
            Output = Value(json, "output"),
            Error = FlowErrorJson.Read(Value(json, "error")),
            StartTime = Time(json, "start_time"),
            EndTime = Time(json, "end_time"),
            ApiCalls = Calls(json),
            StandardOutput = logs is null ? "" : Text(logs, "stdout") ?? "",
            StandardError = logs is null ? "" : Text(logs, "stderr") ?? "",
            Usage = ReadUsage(json),
            Cached = Text(json, "cached_run_id") is not null,
            Form = Text(json, "output_form") switch { Pieces => OutputForm.Pieces, Printed => OutputForm.Printed, _ => OutputForm.Value },
            MessageFormat = Text(json, "message_format") ?? "basic",
        };
    }

    /// <summary>Reads an error object; null for null.</summary>
    public static FlowError? ReadError(object? json) => FlowErrorJson.Read(json);

    private static string Status(RunStatus status) => status switch
    {
        RunStatus.Completed => nameof(RunStatus.Completed),
        RunStatus.Bypassed => nameof(RunStatus.Bypassed),
        RunStatus.Failed => nameof(RunStatus.Failed),
        _ => status.ToString(),
    };

    private static void WriteValue(Utf8JsonWriter json, ReadOnlySpan<byte> name, object? value)
    {
        json.WritePropertyName(name);
        PythonJson.Write(json, value);
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset start, DateTimeOffset end)
    {
        Span<char> text = stackalloc char[32];
        start.UtcDateTime.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString("start_time"u8, text[..length]);
        end.UtcDateTime.TryFormat(text, out length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString("end_time"u8, text[..length]);
    }

    private static void WriteIndex(Utf8JsonWriter json, int? index)
    {
        if (index is { } number)
        {
            json.WriteNumber("index"u8, number);
        }
        else
        {
            json.WriteNull("index"u8);
        }
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<PythonDict> calls)
    {
        json.WriteStartArray("api_calls"u8);
        foreach (var call in calls)
        {
            PythonJson.Write(json, call);
        }

        json.WriteEndArray();
    }

    /// <summary>Lines always count tokens in the original, nodes only where a call reported some.</summary>
    private static void WriteMetrics(Utf8JsonWriter json, Usage usage, TimeSpan duration, bool always, bool replayed = false)
    {
        json.WriteStartObject("system_metrics"u8);
        json.WriteNumber("duration"u8, duration.TotalSeconds);
        if (always || usage.TotalTokens is not null)
        {
            json.WriteNumber("prompt_tokens"u8, usage.PromptTokens ?? 0);
            json.WriteNumber("completion_tokens"u8, usage.CompletionTokens ?? 0);
            json.WriteNumber("total_tokens"u8, usage.TotalTokens ?? 0);
            if (usage.Costs.Total is { } cost)
            {
                json.WriteNumber("cost"u8, cost.Dollars);
            }
        }

        if (replayed)
        {
            json.WriteBoolean("replayed"u8, true);
        }

        json.WriteEndObject();
    }

    private static object? Value(PythonDict json, string key) => json.TryGetValue(key, out var value) ? value : null;

    private static string? Text(PythonDict json, string key) => Value(json, key) as string;

    private static int? Index(PythonDict json) => Value(json, "index") is long index ? (int)index : null;

    private static RunStatus ReadStatus(PythonDict json) =>
        Enum.TryParse<RunStatus>(Text(json, "status"), out var status) ? status : RunStatus.NotStarted;

    private static DateTimeOffset Time(PythonDict json, string key) =>
        DateTimeOffset.TryParse(Text(json, key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : default;

    private static Usage ReadUsage(PythonDict json) =>
        Value(json, "system_metrics") is PythonDict metrics && Value(metrics, "total_tokens") is long total && total > 0
            ? new Usage(Value(metrics, "prompt_tokens") as long?, Value(metrics, "completion_tokens") as long?, total) { Costs = UsageCosts.Read(metrics) }
            : default;

    private static IReadOnlyList<PythonDict> Calls(PythonDict json) =>
        Value(json, "api_calls") is List<object?> calls ? [.. calls.OfType<PythonDict>()] : [];
}
