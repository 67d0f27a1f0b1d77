using Gyre.Evaluation.Datasets.Api;
using Gyre.Evaluation.Evaluators;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Calibration.Api;

/// <summary><c>/api/v1/calibrations</c>: judges held against people.</summary>
public static class CalibrationEndpoints
{
    /// <summary>Maps them into a group that lets in who may see them.</summary>
    /// <param name="api">At <c>/api/v1</c>.</param>
    /// <param name="room">The workspace's runs and evaluations.</param>
    public static RouteGroupBuilder MapCalibrations(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var (desk, home, time) = (new CalibrationDesk(DatasetRoom.Of(room)), room.Home, room.Time);
        var calibrations = api.MapGroup("/calibrations");
        calibrations.MapGet("", () => TypedResults.Ok(List(home.WorkspaceFolder)))
            .WithName("ListCalibrations").WithSummary("What the workspace keeps of calibrations, by evaluator.");
        calibrations.MapPost("", CalibrateAsync).WithMetadata(new UploadLimit())
            .WithName("Calibrate").WithSummary("Holds a judge against people, the same as gyre eval calibrate --output json; written down only where that is asked for.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(413);
        return api;

        async Task<Ok<CalibrationView>> CalibrateAsync(CalibrationAsked asked, CancellationToken cancellationToken)
        {
            if (asked.People is not { Count: > 0 })
            {
                throw new ProblemException(new Problem("people-missing", "Say which columns hold people's labels.") { Field = "people" });
            }

            var (result, facts, rows) = await desk.CalibrateAsync(asked, cancellationToken);
            var record = asked.Record ? CalibrationRecord.Of(result, new CalibratedJudge(Given(asked.Evaluator), Given(asked.Version), Given(asked.JudgeModel)), facts, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) : null;
            var file = home.WorkspaceFolder is { } workspace ? record?.Save(workspace) : null;
            return TypedResults.Ok(CalibrationView.Of(result, rows, file is null ? null : View(record!, file, home.WorkspaceFolder!), asked.Record && file is null ? CalibrationRecord.WhyNot(home.WorkspaceFolder) : null));
        }
    }

    private static CalibrationsView List(string? workspace)
    {
        var (records, faults) = (new List<CalibrationRecordView>(), new List<CalibrationFaultView>());
        foreach (var file in workspace is null ? [] : CalibrationRecord.Files(workspace))
        {
            try
            {
                records.Add(View(CalibrationRecord.Read(file), file, workspace!));
            }
            catch (ProblemException e)
            {
                faults.Add(new CalibrationFaultView(Relative(file, workspace!), e.Problem.Line, e.Problem.Message));
            }
        }

        return new CalibrationsView(records, faults, workspace is not null);
    }

    private static CalibrationRecordView View(CalibrationRecord record, string file, string workspace) =>
        CalibrationRecordView.Of(record, Relative(file, workspace), VersionOf(record.Evaluator, workspace));

    // The user's own evaluators have none.
    private static string? VersionOf(string evaluator, string workspace)
    {
        try
        {
            return EvaluatorLibrary.Names.Contains(evaluator, StringComparer.Ordinal) ? EvaluatorLibrary.Card(evaluator, workspace).Version : null;
        }
        catch (ProblemException)
        {
            // A prompt that can't be used is told with the evaluator.
            return null;
        }
    }

    private static string Relative(string file, string workspace) => Path.GetRelativePath(workspace, file).Replace('\\', '/');

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
