using Gyre.Evaluation.Data;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>What would come of a file that was sent: its columns, its first rows and all that is wrong with it. Nothing is made.</summary>
/// <param name="File">Full path.</param>
/// <param name="SentAs">What it was called where it was sent from.</param>
internal sealed record PreviewRows(string File, string SentAs)
{
    private const int Shown = 20;

    /// <summary>The dataset whose key and schema hold; null for none.</summary>
    public Dataset? Into { get; init; }

    /// <summary>The key, in place of the dataset's; null for that.</summary>
    public string? Key { get; init; }

    /// <summary>Reads the file once; a row that can't be read ends it.</summary>
    public async Task<RowsPreview> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        using var checks = new RowChecks(Key ?? Into?.Key, store.Schemas.Of(Into));
        var (columns, first) = (new ColumnProfiles(), new List<PythonDict>());
        Problem? broken = null;
        try
        {
            await foreach (var placed in new DataReader().ReadPlacedAsync(File, cancellationToken))
            {
                Pictures.RefusePaths(placed);
                checks.Look(placed);
                columns.Add(placed.Row);
                if (first.Count < Shown)
                {
                    first.Add(placed.Row);
                }
            }
        }
        catch (FlowException e)
        {
            broken = SentFile.Problem(e, File, SentAs);
        }
        catch (ProblemException e) when (e.Problem.Code == "picture-by-path")
        {
            broken = e.Problem;
        }

        return new RowsPreview(columns.End(), first, checks.Report, broken);
    }
}

/// <summary>What a file would give.</summary>
/// <param name="Profile">Its columns.</param>
/// <param name="First">Its first rows.</param>
/// <param name="Report">Which rows do not keep what the dataset promises.</param>
/// <param name="Broken">Why it could not be read to its end; null where it could.</param>
internal sealed record RowsPreview(DatasetProfile Profile, IReadOnlyList<PythonDict> First, RowReport Report, Problem? Broken);
