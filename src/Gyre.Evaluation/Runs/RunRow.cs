using System.Globalization;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs;

/// <summary>A run as the index holds it.</summary>
internal sealed record RunRow
{
    public const string Columns = """
        name, display_name AS DisplayName, description, tags, state, definition, folder, created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt,
        total_lines AS TotalLines, completed_lines AS CompletedLines, failed_lines AS FailedLines, system_metrics AS SystemMetrics, metrics, error, archived
        """;

    public string Name { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public string? Description { get; init; }

    public string Tags { get; init; } = "{}";

    public string State { get; init; } = "";

    public string Definition { get; init; } = "{}";

    public string Folder { get; init; } = "";

    public string CreatedAt { get; init; } = "";

    public string? StartedAt { get; init; }

    public string? EndedAt { get; init; }

    public int? TotalLines { get; init; }

    public int CompletedLines { get; init; }

    public int FailedLines { get; init; }

    public string SystemMetrics { get; init; } = "{}";

    public string? Metrics { get; init; }

    public string? Error { get; init; }

    public bool Archived { get; init; }

    public Run ToRun()
    {
        var tags = Dict(Tags)!.ToDictionary(t => (string)t.Key!, t => (string)t.Value!, StringComparer.Ordinal);
        return new Run
        {
            Name = Name,
            DisplayName = DisplayName,
            Description = Description,
            Tags = tags,
            State = Enum.Parse<RunState>(State),
            Definition = RunDefinitionJson.Read(Definition, Name, DisplayName, Description, tags),
            Folder = Folder,
            CreatedAt = Time(CreatedAt)!.Value,
            StartedAt = Time(StartedAt),
            EndedAt = Time(EndedAt),
            TotalLines = TotalLines,
            CompletedLines = CompletedLines,
            FailedLines = FailedLines,
            SystemMetrics = Dict(SystemMetrics)!,
            Metrics = Dict(Metrics),
            Error = Dict(Error),
            Archived = Archived,
        };
    }

    private static PythonDict? Dict(string? json) => json is null ? null : (PythonDict)PythonJson.Parse(json)!;

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
