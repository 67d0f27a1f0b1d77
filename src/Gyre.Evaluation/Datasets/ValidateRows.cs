using Gyre.Evaluation.Data;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>Holds rows against a JSON Schema, and against the key of their dataset.</summary>
/// <param name="Source">A dataset as <c>name@version</c>, or the path of a file or folder.</param>
/// <param name="Folder">What a path is relative to.</param>
public sealed record ValidateRows(string Source, string Folder)
{
    /// <summary>Full path of the schema; null for that of the dataset.</summary>
    public string? Schema { get; init; }

    /// <summary>Reads the rows once.</summary>
    /// <exception cref="ProblemException"><c>dataset-no-schema</c>, <c>schema-invalid</c>, <c>dataset-not-found</c> ….</exception>
    public async Task<RowReport> RunAsync(DatasetStore store, Action<string>? warn, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Source, Folder);
        var pinned = !Path.Exists(path) && DatasetReference.TryParse(Source, out _) ? await store.PinAsync(Source, cancellationToken) : null;
        var schema = Schema ?? (pinned is null ? null : store.Schemas.FileOf(pinned.Dataset));
        if (schema is null && pinned?.Dataset.Key is null)
        {
            throw new ProblemException(new Problem("dataset-no-schema", $"There is nothing to hold the rows against: name a JSON Schema with --schema{(pinned is null ? "" : $", or give the dataset one: gyre dataset add {pinned.Dataset.Name} --file FILE --schema SCHEMA")}.") { Field = "schema" });
        }

        return await CheckAsync(pinned?.File ?? path, pinned?.Dataset.Key, schema is null ? null : RowSchema.ReadFile(schema), warn, cancellationToken);
    }

    internal static async Task<RowReport> CheckAsync(string file, string? key, RowSchema? schema, Action<string>? warn, CancellationToken cancellationToken)
    {
        using var checks = new RowChecks(key, schema);
        await foreach (var row in new DataReader(warn).ReadPlacedAsync(file, cancellationToken))
        {
            checks.Look(row);
        }

        return checks.Report;
    }
}
