using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Runs.Lines;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>What is read of a run's lines, once for all that ask while nothing changes.</summary>
/// <param name="room">Keeps it.</param>
internal sealed class RunReading(EvaluationRoom room)
{
    /// <summary>The runs that score a run, oldest first.</summary>
    public async Task<IReadOnlyList<Run>> ScoringAsync(Run run, CancellationToken cancellationToken) =>
        [.. (await room.Runs.ListAsync(new RunFilter { SourceRun = run.Name, Limit = null, IncludeArchived = true }, cancellationToken)).Where(r => r.State != RunState.NotStarted && r.TotalLines is not null).Reverse()];

    /// <summary>The scores of a run's lines.</summary>
    public Task<LineScores> ScoresAsync(Run run, IReadOnlyList<Run> scoring) =>
        room.Findings.GetAsync(Key(room, "scores", [run, .. scoring]), () => LineScores.Read(run, scoring, room.Home.WorkspaceFolder));

    /// <summary>How long its lines took, and why some failed.</summary>
    public Task<LineMeasures> MeasuresAsync(Run run, CancellationToken cancellationToken) => room.Findings.GetAsync(Key(room, "measures", [run]), () =>
    {
        var measures = new LineMeasures();
        measures.Add(run, cancellationToken);
        return measures;
    });

    /// <summary>The places of the lines that a query chooses, in its order.</summary>
    public async Task<(IReadOnlyList<IndexedLine> All, int[] Chosen)> ChooseAsync(Run run, IReadOnlyList<Run> scoring, LineQuery query, LineScores scores, CancellationToken cancellationToken)
    {
        var lines = await Task.Run(() => room.Lines.Of(run).Read(cancellationToken), cancellationToken);
        var key = Key(room, $"lines {query with { Where = [] }} {string.Join('\n', query.Where)}", [run, .. scoring]);
        return (lines, await room.Findings.GetAsync(key, () => query.Choose(lines, scores, key is null ? cancellationToken : CancellationToken.None)));
    }

    /// <summary>Names what is read of some runs as they are, and of judges as they are calibrated; null while one of the runs goes on.</summary>
    public static string? Key(EvaluationRoom room, string what, IEnumerable<Run> runs)
    {
        var read = runs.ToList();
        return read.Exists(r => r.IsActive || r.EndedAt is null)
            ? null
            : $"{what}\n{CalibrationRecord.StateOf(room.Home.WorkspaceFolder)}\n{string.Join('\n', read.Select(r => $"{r.Name} {r.CreatedAt:O} {r.EndedAt:O} {r.State}"))}";
    }
}
