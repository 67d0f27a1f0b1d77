using System.ComponentModel;
using Gyre.Flows.Execution;
using Gyre.Kernel;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Flows.Editing;

/// <summary><c>/flows</c> and <c>/flow-files</c>: the flows of the workspace, their text, and tests of them.</summary>
public static class FlowEndpoints
{
    // A chat with pictures in its history is sent whole.
    private const long LargestTest = 64 * 1024 * 1024;

    /// <summary>Maps them.</summary>
    /// <param name="api">Where; lets in whom it may.</param>
    /// <param name="home">The workspace.</param>
    /// <param name="texts">Writes its texts.</param>
    /// <param name="services">What flows need to run.</param>
    /// <param name="lines">Finds lines of runs, to run them again from a node.</param>
    public static RouteGroupBuilder MapFlows(this RouteGroupBuilder api, GyreHome home, TextFiles texts, FlowServices services, FindLine lines)
    {
        var files = home.WorkspaceFolder is { } folder ? new FlowFiles(folder, texts) : null;
        var tests = files is null ? null : new TestFlow(files, services, lines);

        api.MapGet("/flows", () => TypedResults.Ok(files is null
                ? new FlowListView(null, [])
                : new FlowListView(home.WorkspaceFile is { } file && File.Exists(file) ? WorkspaceFile.Read(file).Name : Path.GetFileName(files.Folder), files.List())))
            .WithName("ListFlows").WithSummary("Every flow of the workspace, and what is wrong with those that are not valid.");

        api.MapGet("/flows/{**path}", Ok<FlowView> ([Description("The flow's file or folder, from the workspace's folder.")] string path, HttpResponse response) =>
            {
                var flow = Files().Show(Plain(path));
                response.Headers.ETag = flow.Etag;
                return TypedResults.Ok(flow);
            })
            .WithName("ShowFlow").WithSummary("One flow: its text, the files of its folder, and what the text means: nodes, what goes between them, variants, faults.");

        api.MapPost("/flows/validate", Ok<FlowDefinitionView> (FileText file) => TypedResults.Ok(
                Files().Validate(file.Path ?? throw new ProblemException(new Problem("path-missing", "Say where the text would stand: path.") { Field = "path" }), file.Text)))
            .WithName("ValidateFlow").WithSummary("What a text would mean as a flow, and what is wrong with it by line; nothing is saved.");

        api.MapPost("/flows/import", async Task<Created<ImportedView>> (
                [Description("The new folder, from the workspace's: flows/support.")] string folder, Stream archive, CancellationToken cancellationToken) =>
            {
                var imported = await new ImportFlows(Files(), services.Time).ImportAsync(archive, folder, cancellationToken);
                return TypedResults.Created("/api/v1/flows", imported);
            })
            .WithName("ImportFlows").WithSummary("Unpacks a zipped prompt flow project into a new folder of the workspace. The body is the archive.")
            .WithMetadata(new BodyLimit(ImportFlows.LargestArchive));

        api.MapPost("/flows/test", async Task<IResult> (FlowTestRequest request, HttpResponse response, CancellationToken cancellationToken) =>
            {
                var events = await (tests ?? throw Missing()).StartAsync(request, cancellationToken);

                // What stands between may not collect what is to be seen as it happens.
                response.Headers["X-Accel-Buffering"] = "no";
                return TypedResults.ServerSentEvents(events);
            })
            .WithName("TestFlow").WithSummary("Runs a flow once, from the beginning or from one of its nodes, and tells what happens as it happens. Closing the stream ends it.")
            .Produces<TestEventView>(StatusCodes.Status200OK, "text/event-stream")
            .WithMetadata(new BodyLimit(LargestTest));

        api.MapGet("/flow-files/{**path}", Ok<FileView> (string path, HttpResponse response) =>
            {
                var file = Files().Read(Plain(path));
                response.Headers.ETag = file.Etag;
                return TypedResults.Ok(file);
            })
            .WithName("ShowFlowFile").WithSummary("The text of a flow's file.");

        api.MapPut("/flow-files/{**path}", async Task<Ok<FileView>> (
                string path,
                FileText file,
                [FromHeader(Name = "If-Match"), Description("The etag of the text that was changed; left out to make a file that is not there yet.")] string? ifMatch,
                HttpResponse response,
                CancellationToken cancellationToken) =>
            {
                var written = await Files().WriteAsync(Plain(path), file.Text, string.IsNullOrEmpty(ifMatch) ? null : ifMatch, cancellationToken);
                response.Headers.ETag = written.Etag;
                return TypedResults.Ok(written);
            })
            .WithName("WriteFlowFile").WithSummary("Replaces the text of a flow's file if nobody changed it meanwhile, and tells what is wrong with it. What is no YAML is refused.")
            .WithMetadata(new BodyLimit(4 * 1024 * 1024));
        return api;

        FlowFiles Files() => files ?? throw Missing();

        static ProblemException Missing() => new(new Problem("workspace-missing", "The server runs outside a workspace. Start it in a folder with a gyre.yaml: gyre up"));
    }

    // The router leaves the slashes that clients escape as they are.
    private static string Plain(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
