using System.ComponentModel;
using Gyre.Kernel;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary><c>/api/v1/datasets</c>.</summary>
public static class DatasetEndpoints
{
    /// <summary>Maps them into a group that lets in who may see them.</summary>
    /// <param name="api">At <c>/api/v1</c>.</param>
    /// <param name="evaluation">The workspace's runs and evaluations, which read them.</param>
    public static RouteGroupBuilder MapDatasets(this RouteGroupBuilder api, EvaluationRoom evaluation)
    {
        var (room, home, runs, evaluations) = (DatasetRoom.Of(evaluation), evaluation.Home, evaluation.Runs, evaluation.Evaluations);
        var datasets = api.MapGroup("/datasets");
        datasets.MapGet("", () => TypedResults.Ok(List()))
            .WithName("ListDatasets").WithSummary("All datasets by name, each with its versions; of one that can't be read, why.");
        datasets.MapGet("/{name}", Show)
            .WithName("ShowDataset").WithSummary("One dataset: its versions, its schema, and who read it. Its ETag names the latest version, description, key and schema.").ProducesProblem(400).ProducesProblem(404);
        datasets.MapPatch("/{name}", ChangeAsync)
            .WithName("ChangeDataset").WithSummary("Changes what a dataset says and promises of its rows: description, key, schema. The rows of the latest version must keep it.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        datasets.MapDelete("/{name}", DeleteAsync)
            .WithName("DeleteDataset").WithSummary("Deletes a version, or without one all of a dataset; refused while runs or evaluations refer to it.").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        RowEndpoints.Map(datasets, room);
        DiffEndpoint.Map(datasets, room);
        ExportEndpoint.Map(datasets, room);
        UploadEndpoints.Map(datasets, room);
        DerivedEndpoints.Map(datasets, room);
        return api;

        IReadOnlyList<DatasetView> List()
        {
            var (sound, faulty) = room.Store.Survey();
            return [.. sound.Select(DatasetView.Of).Concat(faulty.Select(f => DatasetView.Of(f, home.WorkspaceFolder))).OrderBy(d => d.Name, StringComparer.Ordinal)];
        }

        async Task<Ok<DatasetDetailView>> Show(string name, HttpResponse response, CancellationToken cancellationToken)
        {
            var dataset = room.Store.Get(name);
            var tag = LatestVersion.TagOf(room.Store, dataset);
            response.Headers.ETag = tag;
            var uses = await DatasetUses.ListAsync(new DatasetReference(name, null), runs, evaluations, cancellationToken);
            return TypedResults.Ok(DatasetDetailView.Of(dataset, tag, room.Store.Schemas.TextOf(dataset), uses));
        }

        async Task<Ok<DatasetView>> ChangeAsync(string name, DatasetChange change, HttpRequest request, HttpResponse response, CancellationToken cancellationToken)
        {
            LatestVersion.RefuseOther(request, room.Store, room.Store.Get(name));
            var changed = await new ChangeDataset(name) { Description = change.Description, Key = change.Key, Schema = change.Schema, After = LatestVersion.Asked(request) }.RunAsync(room.Store, cancellationToken);
            response.Headers.ETag = LatestVersion.TagOf(room.Store, changed);
            return TypedResults.Ok(DatasetView.Of(changed));
        }

        async Task<NoContent> DeleteAsync(
            string name,
            [Description("The version to delete; absent for the dataset with all its versions.")] int? version,
            [Description("Even where runs or evaluations refer to it; false where absent.")] bool? force,
            HttpRequest request,
            CancellationToken cancellationToken)
        {
            var reference = new DatasetReference(name, version);

            // Asked while no version can come in between.
            await room.Store.DeleteAsync(
                name,
                version,
                async dataset =>
                {
                    LatestVersion.RefuseOther(request, room.Store, dataset);
                    if (force != true && await DatasetUses.ListAsync(reference, runs, evaluations, cancellationToken) is { Count: > 0 } users)
                    {
                        throw new ProblemException(new Problem("dataset-in-use", $"{DatasetUses.Words(users)} to {reference}, and what was read could not be looked up any more.") { Field = "name" });
                    }
                },
                cancellationToken);
            return TypedResults.NoContent();
        }
    }
}
