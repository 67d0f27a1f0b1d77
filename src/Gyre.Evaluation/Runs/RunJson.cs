using System.Globalization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs;

/// <summary>A run as <c>--output json</c> prints it and as an export holds it: the original's names, then ours; no secrets.</summary>
public static class RunJson
{
    /// <summary>The run as plain data.</summary>
    public static PythonDict ToDict(Run run) => new()
    {
        ["name"] = run.Name,
        ["created_on"] = Text(run.CreatedAt),
        ["status"] = run.State.ToString(),
        ["display_name"] = run.DisplayName,
        ["description"] = run.Description,
        ["tags"] = new PythonDict(run.Tags.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value))),
        ["properties"] = new PythonDict(run.Definition.Properties.Select(p => KeyValuePair.Create(PythonText.Str(p.Key), p.Value)))
        {
            ["flow_path"] = run.Definition.Flow,
            ["output_path"] = run.Folder,
            ["system_metrics"] = run.SystemMetrics,
        },
        ["flow_name"] = run.Definition.FlowName,
        ["flow"] = run.Definition.Flow,
        ["data"] = run.Definition.Data,
        ["dataset"] = run.Definition.Dataset,
        ["data_sha256"] = run.Definition.DataSha256,
        ["run"] = run.Definition.SourceRun,
        ["variant"] = run.Definition.Variant,
        ["resume_from"] = run.Definition.ResumeFrom,
        ["column_mapping"] = new PythonDict(run.Definition.ColumnMapping.Entries),
        ["folder"] = run.Folder,
        ["start_time"] = Text(run.StartedAt),
        ["end_time"] = Text(run.EndedAt),
        ["lines"] = new PythonDict { ["total"] = (long?)run.TotalLines, ["completed"] = (long)run.CompletedLines, ["failed"] = (long)run.FailedLines },
        ["metrics"] = run.Metrics,
        ["error"] = run.Error,
        ["is_archived"] = run.Archived,
    };

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
