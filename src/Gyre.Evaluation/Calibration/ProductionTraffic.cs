using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;

namespace Gyre.Evaluation.Calibration;

/// <summary>Traffic that the judge has scored and people have not: a file, or a run with what scored it.</summary>
/// <param name="File">Full path of JSON lines, JSON, CSV or TSV; null for a run.</param>
/// <param name="Run">The run; null for a file.</param>
public sealed record ProductionTraffic(string? File, ScoredPart? Run)
{
    /// <summary>What the file is to whoever asks; null for its name.</summary>
    internal string? Called { get; init; }

    internal async Task<ScoreTable> ReadAsync(CalibrationRequest request, CancellationToken cancellationToken)
    {
        string[] texts = request.Cluster is { } cluster ? [cluster] : [];
        return Run is not null
            ? RunScores.Read(Run, [request.Judge], texts, cancellationToken)
            : await FileScores.ReadAsync(File!, Called ?? Path.GetFileName(File!), new ScoreFields(null) { Numbers = [request.Judge], Texts = texts }, cancellationToken);
    }
}
