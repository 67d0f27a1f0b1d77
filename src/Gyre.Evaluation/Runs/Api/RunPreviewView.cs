using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>A run that somebody thinks of.</summary>
/// <param name="Flow">Path of the flow or prompty in the workspace; null to look at the data alone.</param>
/// <param name="Data">Path of a file or folder in the workspace, or a dataset as <c>name</c> or <c>name@version</c>.</param>
/// <param name="Run">An earlier run whose outputs can be mapped.</param>
/// <param name="Variant"><c>${node.variant}</c>.</param>
/// <param name="ColumnMapping">As far as it is known; what is missing is suggested.</param>
internal sealed record RunPreviewRequest(string? Flow = null, string? Data = null, string? Run = null, string? Variant = null, [property: JsonPropertyName("column_mapping")] JsonObject? ColumnMapping = null);

/// <summary>What a run would read.</summary>
internal sealed record RunPreviewView
{
    /// <summary>The flow's inputs, each with where it would come from.</summary>
    public required IReadOnlyList<PreviewInputView> Inputs { get; init; }

    /// <summary>What can be mapped: <c>${data.question}</c>, <c>${run.outputs.answer}</c> …</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Columns of the data.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Lines of the data; null where there is none.</summary>
    public required int? Lines { get; init; }

    /// <summary>The first line of the data; long texts are cut.</summary>
    [JsonPropertyName("first_line")]
    public required JsonObject? FirstLine { get; init; }

    /// <summary>What it may cost, by an earlier run of the same flow; null where none is known.</summary>
    public required CostEstimateView? Estimate { get; init; }
}

/// <summary>An input of a flow.</summary>
internal sealed record PreviewInputView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type: string, int, list …</summary>
    public required string Type { get; init; }

    /// <summary>Whether a line without it fails.</summary>
    public required bool Required { get; init; }

    /// <summary>What it is where nothing is mapped.</summary>
    public required JsonNode? Default { get; init; }

    /// <summary>Where it comes from: as mapped, or as its name suggests; null where nothing is called so.</summary>
    public required JsonNode? Source { get; init; }

    /// <summary>Its value on the first line; null where there is none.</summary>
    public required JsonNode? First { get; init; }
}

/// <summary>An estimate of what a run may cost.</summary>
/// <param name="Cost">Dollars for all lines.</param>
/// <param name="PerLine">Dollars for a line, as it was.</param>
/// <param name="Run">The run that this is from.</param>
/// <param name="Lines">Lines of that run.</param>
internal sealed record CostEstimateView([property: JsonPropertyName("cost_usd")] decimal Cost, [property: JsonPropertyName("per_line_usd")] decimal PerLine, string Run, int Lines);
