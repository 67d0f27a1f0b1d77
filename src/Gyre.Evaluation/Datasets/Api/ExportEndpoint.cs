using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>A version as a file.</summary>
internal static class ExportEndpoint
{
    private const string JsonLines = "application/x-ndjson";

    public static void Map(RouteGroupBuilder datasets, DatasetRoom room)
    {
        datasets.MapGet("/{name}/export", ExportAsync)
            .WithName("ExportDataset").WithSummary("A version as a file: JSON lines, JSON, CSV or TSV.")
            .Produces<Stream>(StatusCodes.Status200OK, JsonLines, "application/json", "text/csv", "text/tab-separated-values").ProducesProblem(400).ProducesProblem(404);

        async Task<FileStreamHttpResult> ExportAsync(
            string name,
            [Description("The version; the latest where absent.")] int? version,
            [Description("jsonl where absent."), AllowedValues("jsonl", "json", "csv", "tsv")] string? format,
            CancellationToken cancellationToken)
        {
            var suffix = string.IsNullOrEmpty(format) ? "jsonl" : format;
            var pinned = await room.PinAsync(name, version, cancellationToken);
            var called = $"{name}-{pinned.Version.Number}.{suffix}";
            if (suffix == "jsonl")
            {
                return TypedResults.Stream(File.OpenRead(pinned.File), JsonLines, called);
            }

            var write = ExportDataset.Writer(pinned, $".{suffix}", cancellationToken) ?? throw new ProblemException(new Problem("export-format", $"Rows are written as jsonl, json, csv or tsv, not as '{format}'.") { Field = "format" });

            // Its length is known, and what fails does so before the answer has begun.
            SentFile.Sweep(room.Uploads, room.Time);
            Directory.CreateDirectory(room.Uploads);
            var stream = new FileStream(Path.Combine(room.Uploads, Guid.NewGuid().ToString("n")), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
            try
            {
                write(stream);
                stream.Position = 0;
                return TypedResults.Stream(stream, suffix switch { "json" => "application/json", "csv" => "text/csv", _ => "text/tab-separated-values" }, called);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }
        }
    }
}
