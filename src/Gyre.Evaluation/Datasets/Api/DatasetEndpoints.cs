using System.ComponentModel;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
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
    /// <param name="home">The workspace's.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="evaluations">Its evaluations.</param>
    /// <param name="time">The clock.</param>
    public static RouteGroupBuilder MapDatasets(this RouteGroupBuilder api, GyreHome home, RunStore runs, EvaluationStore evaluations, TimeProvider time)
    {
        var room = DatasetRoom.Of(home, time, runs, evaluations);
        var datasets = api.MapGroup("/datasets");
        datasets.MapGet("", () => TypedResults.Ok<IReadOnlyList<DatasetView>>([.. room.Store.List().Select(DatasetView.Of)]))
            .WithName("ListDatasets").WithSummary("All datasets by name, each with its versions.").ProducesProblem(400);
        datasets.MapGet("/{name}", Show)
            .WithName("ShowDataset").WithSummary("One dataset: its versions, its schema, and who read it. Its ETag names the latest version.").ProducesProblem(400).ProducesProblem(404);
        datasets.MapDelete("/{name}", DeleteAsync)
            .WithName("DeleteDataset").WithSummary("Deletes a version, or without one all of a dataset; refused while runs or evaluations refer to it.").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        RowEndpoints.Map(datasets, room);
        DiffEndpoint.Map(datasets, room);
        ExportEndpoint.Map(datasets, room);
        UploadEndpoints.Map(datasets, room);
        DerivedEndpoints.Map(datasets, room);
        return api;

        async Task<Ok<DatasetDetailView>> Show(string name, HttpResponse response, CancellationToken cancellationToken)
        {
            var dataset = room.Store.Get(name);
            response.Headers.ETag = LatestVersion.TagOf(dataset);
            var uses = await DatasetUses.ListAsync(new DatasetReference(name, null), runs, evaluations, cancellationToken);
            return TypedResults.Ok(DatasetDetailView.Of(dataset, room.Store.SchemaTextOf(dataset), uses));
        }

        async Task<NoContent> DeleteAsync(
            string name,
            [Description("The version to delete; absent for the dataset with all its versions.")] int? version,
            [Description("Even where runs or evaluations refer to it; false where absent.")] bool? force,
            HttpRequest request,
            CancellationToken cancellationToken)
        {
            LatestVersion.RefuseOther(request, room.Store.Get(name));
            var reference = new DatasetReference(name, version);
            if (force != true && await DatasetUses.ListAsync(reference, runs, evaluations, cancellationToken) is { Count: > 0 } users)
            {
                throw new ProblemException(new Problem("dataset-in-use", $"{DatasetUses.Words(users)} to {reference}, and what was read could not be looked up any more.") { Field = "name" });
            }

            await room.Store.DeleteAsync(name, version, cancellationToken);
            return TypedResults.NoContent();
        }
    }
}
