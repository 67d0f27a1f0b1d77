using System.ComponentModel;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>Versions from files that are sent, and from single rows.</summary>
internal static class UploadEndpoints
{
    private const string File = "What the file is called; its suffix says what it is: .csv, .tsv, .json, .jsonl.";
    private const string KeyColumn = "The column that names a row: in every row, each time with another value.";

    public static void Map(RouteGroupBuilder datasets, DatasetRoom room)
    {
        datasets.MapPost("", CreateAsync).WithMetadata(new UploadLimit())
            .WithName("CreateDataset").WithSummary("Makes a dataset of a file, which is the body: up to 256 MiB.").ProducesProblem(400).ProducesProblem(409).ProducesProblem(413);
        datasets.MapPost("/preview", PreviewAsync).WithMetadata(new UploadLimit())
            .WithName("PreviewDataset").WithSummary("What would come of a file, which is the body: columns, first rows, and what is wrong with it. Nothing is made.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(413);
        datasets.MapPost("/{name}/versions", AddAsync).WithMetadata(new UploadLimit())
            .WithName("AddDatasetVersion").WithSummary("Makes the next version of a file, which is the body: up to 256 MiB. The same rows again are no new version.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413);
        datasets.MapPost("/{name}/rows", AppendAsync)
            .WithName("AppendRows").WithSummary("Makes the next version: the rows of the latest one and those given.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);

        async Task<Created<VersionAddedView>> CreateAsync(
            [Description("Of the dataset: letters, digits, - and _.")] string name,
            [Description(File)] string file,
            [Description(KeyColumn)] string? key,
            [Description("What the rows are.")] string? description,
            Stream body,
            CancellationToken cancellationToken)
        {
            if (room.Store.Target(name) is not null)
            {
                throw new ProblemException(new Problem("dataset-exists", $"There is a dataset '{name}' already. Choose another name, or add a version to that one.") { Field = "name" });
            }

            using var sent = await SentFile.TakeAsync(room.Uploads, file, body, room.Time, cancellationToken);
            var request = new AddVersion(name, sent.File) { SentAs = sent.Name, Key = Given(key), Description = Given(description), After = 0 };
            return Created(await sent.ReadAsync(_ => request.RunAsync(room.Store, null, cancellationToken)));
        }

        async Task<Created<VersionAddedView>> AddAsync(
            string name,
            [Description(File)] string file,
            [Description(KeyColumn + " The dataset's where absent.")] string? key,
            HttpRequest http,
            Stream body,
            CancellationToken cancellationToken)
        {
            var asked = LatestVersion.AskedVersion(http);
            LatestVersion.RefuseOther(http, room.Store, room.Store.Get(name));
            using var sent = await SentFile.TakeAsync(room.Uploads, file, body, room.Time, cancellationToken);
            var request = new AddVersion(name, sent.File) { SentAs = sent.Name, MustExist = true, Key = Given(key), After = asked };
            return Created(await sent.ReadAsync(_ => request.RunAsync(room.Store, null, cancellationToken)));
        }

        async Task<Ok<PreviewView>> PreviewAsync(
            [Description(File)] string file,
            [Description("The dataset that the rows are for, whose key and schema they must keep; none where absent.")] string? dataset,
            [Description(KeyColumn)] string? key,
            Stream body,
            CancellationToken cancellationToken)
        {
            var into = string.IsNullOrEmpty(dataset) ? null : room.Store.Get(dataset);
            using var sent = await SentFile.TakeAsync(room.Uploads, file, body, room.Time, cancellationToken);
            return TypedResults.Ok(PreviewView.Of(await new PreviewRows(sent.File, sent.Name) { Into = into, Key = Given(key) }.RunAsync(room.Store, cancellationToken)));
        }

        async Task<Created<VersionAddedView>> AppendAsync(string name, NewRows rows, HttpRequest http, CancellationToken cancellationToken)
        {
            var added = rows.Rows.Select(r => (PythonDict)PythonJson.Parse((r ?? throw new ProblemException(new Problem("request-invalid", "A row must be an object.") { Field = "rows" })).ToJsonString())!).ToList();
            return Created(await new AppendRows(name, added, rows.From?.Trim() ?? "") { After = LatestVersion.AskedVersion(http) }.RunAsync(room.Store, cancellationToken));
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Created<VersionAddedView> Created(VersionAdded added) =>
        TypedResults.Created($"/api/v1/datasets/{added.Pinned.Dataset.Name}", VersionAddedView.Of(added));
}
