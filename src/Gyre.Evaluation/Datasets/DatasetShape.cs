using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Workspace.Schemas;

namespace Gyre.Evaluation.Datasets;

/// <summary>A dataset file, <c>datasets/NAME.yaml</c>.</summary>
internal sealed record DatasetShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("dataset.")]
    [AllowedValues("dataset")]
    public required string Kind { get; init; }

    [Description("Name of the dataset, that of the file.")]
    public required string Name { get; init; }

    [Description("What the rows are.")]
    public string? Description { get; init; }

    [Description("The column that names a row, such as id; it is there in every row, each time with another value.")]
    public string? Key { get; init; }

    [Description("JSON Schema that every row of a new version must conform to, relative to this file.")]
    [JsonPropertyName("schema")]
    public string? RowSchema { get; init; }

    [Description("The versions, the first one first. They never change.")]
    public required IReadOnlyList<DatasetVersionShape> Versions { get; init; }
}

/// <summary>One version in the file.</summary>
internal sealed record DatasetVersionShape
{
    [Description("Its number, from 1.")]
    [Range(1, 999_999_999)]
    public required int Version { get; init; }

    [Description("SHA-256 of the rows as JSON lines.")]
    public required string Sha256 { get; init; }

    [Description("How many rows it has.")]
    public required long Rows { get; init; }

    [Description("How many bytes its rows have as JSON lines.")]
    public required long Bytes { get; init; }

    [Description("When it was made.")]
    public required string Created { get; init; }

    [Description("The file it was made from, relative to the workspace.")]
    public string? File { get; init; }

    [Description("SHA-256 of that file.")]
    public string? FileSha256 { get; init; }

    [Description("The version it was made from, as name@version.")]
    public string? Of { get; init; }

    [Description("How it was made from that.")]
    public string? How { get; init; }

    [Description("When its rows were deleted.")]
    public string? Deleted { get; init; }
}

/// <summary>The shapes of the file, and its JSON Schema for editors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DatasetShape))]
[JsonSerializable(typeof(DatasetVersionShape))]
internal sealed partial class DatasetShapes : JsonSerializerContext
{
    /// <summary>What <c>schemas/dataset.schema.json</c> holds.</summary>
    public static string SchemaText => FileSchema.TextOf(FileSchema.Of("Gyre: a dataset, in datasets/", Default.DatasetShape));
}
