using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>Versions made of others: parts, samples, what is left without repetitions; and whether rows keep a schema.</summary>
internal static class DerivedEndpoints
{
    private const int MostDropped = 200;
    private const int Shown = 500;

    public static void Map(RouteGroupBuilder datasets, DatasetRoom room)
    {
        datasets.MapPost("/{name}/split", SplitAsync)
            .WithName("SplitDataset").WithSummary("Parts a version into datasets that share no row; the same each time for the same seed. All parts are made or none.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        datasets.MapPost("/{name}/sample", SampleAsync)
            .WithName("SampleDataset").WithSummary("Makes a dataset of some rows of a version, drawn by chance, in the order they had.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        datasets.MapPost("/{name}/dedupe", DedupeAsync)
            .WithName("DedupeDataset").WithSummary("Makes a version without the rows that repeat an earlier one, or only tells which they are.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        datasets.MapPost("/{name}/validate", ValidateAsync)
            .WithName("ValidateDataset").WithSummary("Holds the rows of a version against the dataset's key and schema, or another schema.").ProducesProblem(400).ProducesProblem(404);

        async Task<Ok<IReadOnlyList<VersionAddedView>>> SplitAsync(string name, SplitAsked asked, HttpRequest http, CancellationToken cancellationToken)
        {
            LatestVersion.RefuseOther(http, room.Store, room.Store.Get(name));
            var request = new SplitDataset(DatasetRoom.Reference(name, asked.Version), [.. asked.Parts.Select(p => (p.Name, p.Share))]) { Seed = asked.Seed ?? 1, Group = Given(asked.Group), Stratify = Given(asked.Stratify) };
            return TypedResults.Ok<IReadOnlyList<VersionAddedView>>([.. (await request.RunAsync(room.Store, cancellationToken)).Select(VersionAddedView.Of)]);
        }

        async Task<Ok<VersionAddedView>> SampleAsync(string name, SampleAsked asked, HttpRequest http, CancellationToken cancellationToken)
        {
            LatestVersion.RefuseOther(http, room.Store, room.Store.Get(name));
            if (asked.Count < 1)
            {
                throw new ProblemException(new Problem("dataset-too-small", "A sample has at least one row.") { Field = "count" });
            }

            var request = new SampleDataset(DatasetRoom.Reference(name, asked.Version), asked.Count, asked.Into) { Seed = asked.Seed ?? 1, Stratify = Given(asked.Stratify) };
            return TypedResults.Ok(VersionAddedView.Of(await request.RunAsync(room.Store, cancellationToken)));
        }

        async Task<Ok<DedupeView>> DedupeAsync(string name, DedupeAsked asked, HttpRequest http, CancellationToken cancellationToken)
        {
            LatestVersion.RefuseOther(http, room.Store, room.Store.Get(name));
            if (!Enum.TryParse<Likeness>(asked.By ?? "exact", ignoreCase: true, out var by) || !Enum.IsDefined(by) || int.TryParse(asked.By, out _))
            {
                throw new ProblemException(new Problem("dedupe-by", $"'{asked.By}' is no likeness: write exact, normalized or near.") { Field = "by" });
            }

            if (asked.Threshold is { } threshold and not (>= 0.3 and <= 1))
            {
                throw new ProblemException(new Problem("dedupe-threshold", $"The share that two rows must have in common is from 0.3 to 1, not {threshold}.") { Field = "threshold" });
            }

            var request = new DedupeDataset(DatasetRoom.Reference(name, asked.Version), by) { Threshold = asked.Threshold ?? 0.8, Columns = asked.Columns ?? [], Into = Given(asked.Into), IsPreview = asked.Preview };
            var result = await request.RunAsync(room.Store, cancellationToken);
            var index = room.Memory.IndexOf(result.From, cancellationToken);
            var dropped = result.Rows().Take(MostDropped).Select(d => new DroppedRowView(
                d.Dropped.Row, d.Dropped.Repeats, d.Dropped.Similarity, RowJson.Short(d.Row, Shown, out _),
                RowJson.Short(RowsPage.Read(result.From, index, d.Dropped.Repeats - 1, 1, null, cancellationToken).Rows[0].Row, Shown, out _)));
            return TypedResults.Ok(new DedupeView(result.From.Version.Number, result.From.Version.Rows, result.Dropped.Count, [.. dropped], asked.Preview ? null : VersionAddedView.Of(result.Added)));
        }

        async Task<Ok<ValidationView>> ValidateAsync(string name, ValidateAsked asked, CancellationToken cancellationToken)
        {
            var pinned = await room.PinAsync(name, asked.Version, cancellationToken);
            var schema = Given(asked.Schema) is { } sent ? RowSchema.Read(sent, null) : room.Store.Schemas.Of(pinned.Dataset);
            if (schema is null && pinned.Dataset.Key is null)
            {
                throw new ProblemException(new Problem("dataset-no-schema", $"There is nothing to hold the rows against: '{name}' has neither a key nor a schema, and none was sent.") { Field = "schema" });
            }

            return TypedResults.Ok(ValidationView.Of(await ValidateRows.CheckAsync(pinned.File, pinned.Dataset.Key, schema, null, cancellationToken)));
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
