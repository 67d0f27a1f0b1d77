using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Datasets.Api;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Calibration.Api;

/// <summary>Finds what a calibration is asked of, runs it, and looks its worst lines up.</summary>
/// <param name="room">The workspace's datasets, runs and evaluations.</param>
internal sealed class CalibrationDesk(DatasetRoom room)
{
    /// <summary>Calibrates on a dataset, a run or a file that was sent, which is gone afterwards.</summary>
    /// <returns>The result; of a run what is known of the judge; of other lines those that are farthest apart, by their keys.</returns>
    public async Task<(CalibrationResult Result, MetricFacts? Facts, IReadOnlyDictionary<string, JsonObject> Rows)> CalibrateAsync(CalibrationAsked asked, CancellationToken cancellationToken)
    {
        var request = asked.ToRequest();
        RefuseUnclear(asked.Labels, "labels");
        using var sentTraffic = await SentAsync(asked.Production?.File, cancellationToken);
        var traffic = asked.Production is null ? null : await TrafficAsync(asked.Production, sentTraffic, cancellationToken);
        if (asked.Labels.Run is { } name)
        {
            return await OnRunAsync(name, traffic, request, sentTraffic, cancellationToken);
        }

        using var sent = await SentAsync(asked.Labels.File, cancellationToken);
        var (file, called) = sent is not null ? (sent.File, sent.Name) : await DatasetAsync(asked.Labels.Dataset!, cancellationToken);
        var result = await Told(() => CalibrateJudge.OnFileAsync(file, called, traffic, request, cancellationToken), sent, sentTraffic);
        return (result, null, await RowsAsync(file, request.Key, result.Worst, cancellationToken));
    }

    private async Task<(CalibrationResult, MetricFacts?, IReadOnlyDictionary<string, JsonObject>)> OnRunAsync(string name, ProductionTraffic? traffic, CalibrationRequest request, SentFile? sentTraffic, CancellationToken cancellationToken)
    {
        if (request.Key is not null)
        {
            throw new ProblemException(new Problem("key-of-run", "Lines of a run are known by their numbers: leave the column that names a line away.") { Field = "key" });
        }

        var run = await room.Runs.GetAsync(name, cancellationToken);
        var over = (await room.Runs.ListAsync(new RunFilter { SourceRun = run.Name, Limit = null, State = RunState.Completed }, cancellationToken)).Reverse().ToList();
        var result = await Told(() => CalibrateJudge.OnRunAsync(run, over, traffic, request, cancellationToken), sentTraffic);
        return (result, MetricFacts.Of(over, null).GetValueOrDefault(request.Judge), new Dictionary<string, JsonObject>(StringComparer.Ordinal));
    }

    private async Task<ProductionTraffic> TrafficAsync(ScoredLines lines, SentFile? sent, CancellationToken cancellationToken)
    {
        RefuseUnclear(lines, "production");
        if (sent is not null)
        {
            return new ProductionTraffic(sent.File, null) { Called = sent.Name };
        }

        if (lines.Run is { } run)
        {
            return new ProductionTraffic(null, await new EvaluationParts(room.Runs, room.Evaluations).FindAsync(run, cancellationToken));
        }

        var (file, called) = await DatasetAsync(lines.Dataset!, cancellationToken);
        return new ProductionTraffic(file, null) { Called = called };
    }

    private async Task<(string File, string Called)> DatasetAsync(string reference, CancellationToken cancellationToken)
    {
        var pinned = await room.Memory.PinAsync(reference, cancellationToken);
        return (pinned.File, pinned.Reference);
    }

    private async Task<SentFile?> SentAsync(SentLines? lines, CancellationToken cancellationToken)
    {
        if (lines is null)
        {
            return null;
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(lines.Text));
        return await SentFile.TakeAsync(room.Uploads, lines.Name, bytes, room.Time, cancellationToken);
    }

    private static async Task<T> Told<T>(Func<Task<T>> work, params SentFile?[] sent)
    {
        foreach (var file in sent.OfType<SentFile>())
        {
            var inside = work;
            work = () => file.ReadAsync(_ => inside());
        }

        return await work();
    }

    private static void RefuseUnclear(ScoredLines lines, string field)
    {
        if (new object?[] { lines.Dataset, lines.Run, lines.File }.Count(l => l is not null) != 1)
        {
            throw new ProblemException(new Problem("lines-unclear", "Name one of them: a dataset, a run, or a file.") { Field = field });
        }
    }

    private static async Task<IReadOnlyDictionary<string, JsonObject>> RowsAsync(string file, string? key, IReadOnlyList<Disagreement> worst, CancellationToken cancellationToken)
    {
        var (wanted, found, number) = (worst.Select(w => w.Line).ToHashSet(StringComparer.Ordinal), new Dictionary<string, JsonObject>(StringComparer.Ordinal), 0);
        await foreach (var placed in new DataReader().ReadPlacedAsync(file, cancellationToken))
        {
            number++;
            var line = key is null ? (placed.Line ?? number).ToString(CultureInfo.InvariantCulture) : Cell.Find(placed.Row, key) is { } value ? PythonText.Str(value) : "";
            if (wanted.Contains(line) && found.TryAdd(line, RowJson.Of(placed.Row)) && found.Count == wanted.Count)
            {
                break;
            }
        }

        return found;
    }
}
