using System.Text;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>The schemas of datasets' rows: files beside the datasets' own.</summary>
/// <param name="folder">Full path of the folder of datasets.</param>
internal sealed class DatasetSchemas(string folder)
{
    /// <summary>What the schema is called that belongs to a dataset alone, and goes with it.</summary>
    public static string NameOf(string dataset) => dataset + ".schema.json";

    /// <summary>Full path of the schema of a dataset's rows, or null.</summary>
    /// <exception cref="ProblemException"><c>dataset-invalid</c>: it leads out of the folder.</exception>
    public string? FileOf(Dataset dataset) => dataset.Schema is { } schema ? Beside(schema) : null;

    /// <summary>The text of the schema of a dataset's rows, or null.</summary>
    public string? TextOf(Dataset dataset) => FileOf(dataset) is { } file && File.Exists(file) ? File.ReadAllText(file) : null;

    /// <summary>The schema of a dataset's rows, or null.</summary>
    /// <exception cref="ProblemException"><c>schema-invalid</c>, <c>file-not-found</c>, <c>yaml-syntax</c>, <c>dataset-invalid</c>.</exception>
    public RowSchema? Of(Dataset? dataset) => dataset is not null && FileOf(dataset) is { } file ? RowSchema.ReadFile(file) : null;

    /// <summary>Writes the schema that belongs to a dataset alone.</summary>
    public void Write(string dataset, string schema) => AtomicFile.Write(Path.Combine(folder, NameOf(dataset)), stream => stream.Write(Encoding.UTF8.GetBytes(schema)));

    /// <summary>Removes the schema of a dataset where it belongs to it alone.</summary>
    public void Remove(Dataset dataset)
    {
        if (dataset.Schema == NameOf(dataset.Name))
        {
            File.Delete(Path.Combine(folder, dataset.Schema));
        }
    }

    // The name comes with the dataset's file, which may be anybody's: a link must not lead out of the workspace.
    private string Beside(string schema)
    {
        try
        {
            return WorkspacePath.Inside(folder, schema);
        }
        catch (ProblemException e)
        {
            throw new ProblemException(new Problem("dataset-invalid", $"The schema '{schema}' leads out of the folder of datasets.") { Field = "schema" }, e);
        }
    }
}
