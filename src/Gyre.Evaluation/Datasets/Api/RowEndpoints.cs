using System.ComponentModel;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>What is looked at of a version: rows, one row, columns, differences, the whole as a file.</summary>
internal static class RowEndpoints
{
    private const int MostRows = 1000;
    private const int UsualRows = 100;

    // Of a value in a page; pictures have megabytes.
    private const int Shown = 2000;

    private const string Which = "The version; the latest where absent.";

    public static void Map(RouteGroupBuilder datasets, DatasetRoom room)
    {
        datasets.MapGet("/{name}/rows", RowsAsync)
            .WithName("ListRows").WithSummary("Rows of a version, some at a time.").ProducesProblem(400).ProducesProblem(404);
        datasets.MapGet("/{name}/rows/{number:int}", RowAsync)
            .WithName("ShowRow").WithSummary("One row with all that is in it.").ProducesProblem(400).ProducesProblem(404);
        datasets.MapGet("/{name}/profile", ProfileAsync)
            .WithName("ProfileDataset").WithSummary("The columns of a version: types, gaps, ranges, examples.").ProducesProblem(400).ProducesProblem(404);

        async Task<Ok<RowsView>> RowsAsync(
            string name,
            [Description(Which)] int? version,
            [Description("The number of the row after which to begin: next of the page before, or any other; 0 where absent.")] int? cursor,
            [Description("How many; 100 where absent, 1000 at the most.")] int? limit,
            [Description("Only rows with this text in a value, in any case.")] string? filter,
            [Description("The column that has the text; any where absent. Columns of objects are named by dots: meta.id.")] string? column,
            CancellationToken cancellationToken)
        {
            var pinned = await room.PinAsync(name, version, cancellationToken);
            var wanted = string.IsNullOrEmpty(filter) ? null : new RowFilter(filter, string.IsNullOrEmpty(column) ? null : column);
            var page = RowsPage.Read(pinned, room.Memory.IndexOf(pinned, cancellationToken), Math.Max(0, cursor ?? 0), Math.Clamp(limit ?? UsualRows, 1, MostRows), wanted, cancellationToken);
            return TypedResults.Ok(new RowsView(name, pinned.Version.Number, pinned.Version.Rows, [.. page.Rows.Select(r => new RowView(r.Number, RowJson.Short(r.Row, Shown, out var cut), cut))], page.Next));
        }

        async Task<Ok<RowView>> RowAsync(string name, int number, [Description(Which)] int? version, CancellationToken cancellationToken)
        {
            var pinned = await room.PinAsync(name, version, cancellationToken);
            return RowsPage.Read(pinned, room.Memory.IndexOf(pinned, cancellationToken), number - 1, 1, null, cancellationToken).Rows is [var (at, row)] && at == number
                ? TypedResults.Ok(new RowView(at, RowJson.Of(row), []))
                : throw new ProblemException(new Problem("row-not-found", $"{pinned.Reference} has {pinned.Version.Rows} rows, and no row {number}.") { Field = "number" });
        }

        async Task<Ok<ProfileView>> ProfileAsync(string name, [Description(Which)] int? version, CancellationToken cancellationToken)
        {
            var pinned = await room.PinAsync(name, version, cancellationToken);
            return TypedResults.Ok(ProfileView.Of(pinned, room.Memory.ProfileOf(pinned, cancellationToken)));
        }
    }
}
