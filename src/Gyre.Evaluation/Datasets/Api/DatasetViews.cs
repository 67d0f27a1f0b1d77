using System.Text.Json.Serialization;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>A dataset as a list shows it.</summary>
/// <param name="Name">Unique in the workspace.</param>
/// <param name="Description">What the rows are.</param>
/// <param name="Key">The column that names a row; null where rows are known by their content alone.</param>
/// <param name="HasSchema">Whether every row must conform to a JSON Schema.</param>
/// <param name="Latest">The newest version that is not deleted; null where all are.</param>
/// <param name="Versions">From the first on, deleted ones included.</param>
/// <param name="Fault">Why its file can't be read, with the file and the line; absent where it can.</param>
internal sealed record DatasetView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("key")] string? Key,
    [property: JsonPropertyName("has_schema")] bool HasSchema,
    [property: JsonPropertyName("latest")] int? Latest,
    [property: JsonPropertyName("versions")] IReadOnlyList<DatasetVersionView> Versions,
    [property: JsonPropertyName("fault"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault = null)
{
    public static DatasetView Of(Problem fault, string? folder) => new(
        Path.GetFileNameWithoutExtension(fault.File!), null, null, false, null, [], (fault with { File = folder is null ? Path.GetFileName(fault.File) : WorkspacePath.Of(folder, fault.File!) }).ToString());

    public static DatasetView Of(Dataset d) => new(d.Name, d.Description, d.Key, d.Schema is not null, d.Latest?.Number, [.. d.Versions.Select(DatasetVersionView.From)]);
}

/// <summary>What becomes of a dataset; what is null stays.</summary>
/// <param name="Description">What the rows are; empty for nothing.</param>
/// <param name="Key">The column that names a row; empty for none.</param>
/// <param name="Schema">The text of a JSON Schema that every row must conform to; empty for none.</param>
internal sealed record DatasetChange(
    [property: JsonPropertyName("description")] string? Description = null,
    [property: JsonPropertyName("key")] string? Key = null,
    [property: JsonPropertyName("schema")] string? Schema = null);

/// <summary>One version of a dataset.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="Bytes">Of its rows as JSON lines.</param>
/// <param name="Sha256">Of its rows as JSON lines.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="File">The file it was made from.</param>
/// <param name="Of">The version it was made from, as name@version.</param>
/// <param name="How">How it was made from that.</param>
/// <param name="DeletedAt">When its rows were deleted; null while they are there.</param>
internal sealed record DatasetVersionView(
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("of")] string? Of,
    [property: JsonPropertyName("how")] string? How,
    [property: JsonPropertyName("deleted_at")] DateTimeOffset? DeletedAt)
{
    public static DatasetVersionView From(DatasetVersion v) => new(v.Number, v.Rows, v.Bytes, v.Sha256, v.CreatedAt, v.Origin.File, v.Origin.Of, v.Origin.How, v.DeletedAt);
}

/// <summary>A dataset with what is known of it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Etag">Of the latest version, the description, key and schema; what <c>If-Match</c> wants when it is changed.</param>
/// <param name="Schema">The text of the JSON Schema that rows must conform to; null where there is none.</param>
/// <param name="Uses">Runs and evaluations that refer to it, the newest first.</param>
internal sealed record DatasetDetailView(
    [property: JsonPropertyName("dataset")] DatasetView Dataset,
    [property: JsonPropertyName("etag")] string Etag,
    [property: JsonPropertyName("schema")] string? Schema,
    [property: JsonPropertyName("uses")] IReadOnlyList<DatasetUseView> Uses)
{
    public static DatasetDetailView Of(Dataset dataset, string etag, string? schema, IReadOnlyList<DatasetUse> uses) => new(DatasetView.Of(dataset), etag, schema, [.. uses.Select(DatasetUseView.Of)]);
}

/// <summary>Who read a dataset.</summary>
/// <param name="Kind">A run or an evaluation.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Of the dataset; null where none was named.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record DatasetUseView(
    [property: JsonPropertyName("kind"), System.ComponentModel.DataAnnotations.AllowedValues("run", "evaluation")] string Kind,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("version")] int? Version,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt)
{
    public static DatasetUseView Of(DatasetUse u) => new(u.IsRun ? "run" : "evaluation", u.Name, u.Version, u.CreatedAt);
}

/// <summary>A version that was just made.</summary>
/// <param name="Dataset">Its dataset's name.</param>
/// <param name="Version">The version.</param>
/// <param name="IsNew">False where the latest version had these rows already; then that is it.</param>
internal sealed record VersionAddedView(
    [property: JsonPropertyName("dataset")] string Dataset,
    [property: JsonPropertyName("version")] DatasetVersionView Version,
    [property: JsonPropertyName("is_new")] bool IsNew)
{
    public static VersionAddedView Of(VersionAdded added) => new(added.Pinned.Dataset.Name, DatasetVersionView.From(added.Pinned.Version), added.IsNew);
}
