using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>What differs between two versions, some rows at a time: those that changed first, then what is gone, then what is new.</summary>
internal static class DiffEndpoint
{
    private const int MostRows = 500;
    private const int UsualRows = 50;
    private const int Shown = 2000;

    public static void Map(RouteGroupBuilder datasets, DatasetRoom room)
    {
        datasets.MapGet("/{name}/diff", DiffAsync)
            .WithName("DiffDataset").WithSummary("What differs between two versions: rows added, removed and changed, cell by cell.").ProducesProblem(400).ProducesProblem(404);

        async Task<Ok<DiffView>> DiffAsync(
            string name,
            [Description("The older version.")] int from,
            [Description("The newer version; the latest where absent.")] int? to,
            [Description("The column to find rows by; the dataset's key where absent, else the whole row.")] string? key,
            [Description("content compares whole rows, whatever key there is; key, as where absent, finds rows by the key."), AllowedValues("key", "content")] string? by,
            [Description("Only rows of this kind."), AllowedValues("changed", "removed", "added")] string? kind,
            [Description("How many differences to pass over: next of the page before; 0 where absent.")] int? cursor,
            [Description("How many; 50 where absent, 500 at the most.")] int? limit,
            CancellationToken cancellationToken)
        {
            var (a, b) = (await room.PinAsync(name, from, cancellationToken), await room.PinAsync(name, to, cancellationToken));
            var byContent = by switch
            {
                null or "" or "key" => false,
                "content" => true,
                _ => throw new ProblemException(new Problem("diff-by", $"Rows are compared by key or by content, not by '{by}'.") { Field = "by" }),
            };
            var places = room.Memory.DiffOf(a, b, byContent ? null : string.IsNullOrEmpty(key) ? b.Dataset.Key : key, cancellationToken);
            IEnumerable<(RowPlace? A, RowPlace? B)> changed = places.Changed.Select(c => ((RowPlace?)c.A, (RowPlace?)c.B));
            IEnumerable<(RowPlace? A, RowPlace? B)> removed = places.Removed.Select(r => ((RowPlace?)r, (RowPlace?)null));
            IEnumerable<(RowPlace? A, RowPlace? B)> added = places.Added.Select(r => ((RowPlace?)null, (RowPlace?)r));
            var (all, count) = kind switch
            {
                null or "" => (changed.Concat(removed).Concat(added), places.Changed.Count + places.Removed.Count + places.Added.Count),
                "changed" => (changed, places.Changed.Count),
                "removed" => (removed, places.Removed.Count),
                "added" => (added, places.Added.Count),
                _ => throw new ProblemException(new Problem("diff-kind", $"'{kind}' is no kind of difference: write changed, removed or added.") { Field = "kind" }),
            };
            var (skip, most) = (Math.Max(0, cursor ?? 0), Math.Clamp(limit ?? UsualRows, 1, MostRows));
            using var rowsOfA = new StoredRows(a.File);
            using var rowsOfB = new StoredRows(b.File);
            using var hash = new ContentHash();
            return TypedResults.Ok(new DiffView(
                name, a.Version.Number, b.Version.Number, places.Key, places.Same, places.Added.Count, places.Removed.Count, places.Changed.Count, places.AddedColumns, places.RemovedColumns,
                [.. all.Skip(skip).Take(most).Select(Row)], skip + most < count ? skip + most : null));

            DiffRowView Row((RowPlace? A, RowPlace? B) at)
            {
                var (before, after) = (at.A is { } x ? rowsOfA.At(x) : new PythonDict(), at.B is { } y ? rowsOfB.At(y) : new PythonDict());
                var cells = ChangedRow.CellsOf(before, after, hash);
                return new DiffRowView((at.A, at.B) switch { (null, _) => "added", (_, null) => "removed", _ => "changed" }, at.A?.Number, at.B?.Number, KeyOf(at.B is null ? before : after), [.. cells.Select(c => DiffCellView.Of(c, Shown))]);
            }

            string? KeyOf(PythonDict row) => places.Key is { } column && Cell.TryFind(row, column, out var value) ? PythonText.Str(value) : null;
        }
    }
}
