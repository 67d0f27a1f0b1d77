using System.Globalization;
using System.Text;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Statistics;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Calibration;

/// <summary>What a workspace keeps of a calibration: <c>calibrations/{evaluator}.yaml</c>. A judge without one is called uncalibrated wherever its figures are shown.</summary>
/// <param name="Evaluator">Whose scores were held against people's.</param>
/// <param name="Version">The evaluator's at that time; null where it is not known.</param>
/// <param name="Date">When.</param>
/// <param name="Lines">On how many lines.</param>
/// <param name="Raters">By how many people.</param>
/// <param name="Measure">The figure to go by: kappa, Spearman …</param>
/// <param name="Agreement">Its value for the judge.</param>
/// <param name="Ceiling">Its value for people among themselves; null with one rater.</param>
public sealed record CalibrationRecord(string Evaluator, string? Version, DateOnly Date, int Lines, int Raters, string Measure, Interval Agreement, Interval? Ceiling)
{
    private const string Folder = "calibrations";

    /// <summary>The threshold that was found; null where there is none.</summary>
    public double? Threshold { get; init; }

    /// <summary>The model that judged, as <c>connection/model</c>; null where it is not known.</summary>
    public string? Judge { get; init; }

    /// <summary>Whether it vouches for a judge: it is of the evaluator in this version with this model, and agreement with people was shown.</summary>
    /// <param name="version">The evaluator's now; null where evaluators of its kind have none.</param>
    /// <param name="judge">The model now; null where it is not known.</param>
    internal bool VouchesFor(string? version, string? judge) => Same(Version, version) && Same(Judge, judge) && Agreement.Low > 0;

    /// <summary>What to write beside a judge's figures.</summary>
    /// <param name="record">The evaluator's record; null where there is none.</param>
    /// <param name="version">The evaluator's version now.</param>
    /// <param name="judge">The model that judges now.</param>
    internal static string Label(CalibrationRecord? record, string? version, string? judge) =>
        record is null ? "uncalibrated"
        : !Same(record.Version, version) ? $"uncalibrated since version {record.Version ?? "unknown"}"
        : !Same(record.Judge, judge) ? $"uncalibrated: held against people with {record.Judge ?? "a model that was not named"}"
        : !(record.Agreement.Low > 0) ? string.Create(CultureInfo.InvariantCulture, $"uncalibrated: {record.Measure} {record.Agreement.Estimate:0.00} on {record.Lines} lines shows no agreement")
        : string.Create(CultureInfo.InvariantCulture, $"calibrated: {record.Measure} {record.Agreement.Estimate:0.00} on {record.Lines} lines");

    /// <summary>What to keep of a result; null where no agreement could be measured, so that there is nothing to go by.</summary>
    /// <param name="result">The calibration.</param>
    /// <param name="told">What the user says of the judge.</param>
    /// <param name="known">What the run says of it; null of a file.</param>
    /// <param name="date">Today.</param>
    public static CalibrationRecord? Of(CalibrationResult result, CalibratedJudge told, MetricFacts? known, DateOnly date) =>
        result.Figures is not [var main, ..] || !double.IsFinite(main.Judge.Estimate) || !main.Judge.IsBounded ? null : new CalibrationRecord(
            told.Evaluator ?? known?.Evaluator ?? result.Judge[(result.Judge.LastIndexOf('.') + 1)..],
            told.Version ?? known?.Version,
            date,
            result.Lines,
            result.Raters,
            main.Name,
            main.Judge,
            main.People)
        {
            Judge = told.Model ?? known?.Judge,
            Threshold = result.Threshold?.Value,
        };

    /// <summary>Why a result was not written down.</summary>
    /// <param name="workspace">Full path of the workspace; null where there is none.</param>
    public static string WhyNot(string? workspace) => workspace is null
        ? "This is not a workspace (no gyre.yaml), so nothing is written down."
        : "No agreement could be measured, so nothing is written down: the judge's scores must vary, on lines enough for an interval.";

    /// <summary>The record of an evaluator; null where there is none.</summary>
    /// <param name="workspace">Full path of the workspace.</param>
    /// <param name="evaluator">By name.</param>
    /// <exception cref="ProblemException"><c>calibration-invalid</c> or <c>yaml-syntax</c>, with file and line.</exception>
    public static CalibrationRecord? Find(string workspace, string evaluator)
    {
        var file = FileOf(workspace, evaluator);
        if (!File.Exists(file))
        {
            return null;
        }

        // Names that differ only in what file names cannot hold share a file.
        return Read(file) is { } record && record.Evaluator == evaluator ? record : null;
    }

    /// <summary>The files of all records of a workspace, by name.</summary>
    internal static IReadOnlyList<string> Files(string workspace) =>
        Path.Combine(workspace, Folder) is var folder && Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)] : [];

    /// <summary>Reads a record.</summary>
    /// <exception cref="ProblemException"><c>calibration-invalid</c> or <c>yaml-syntax</c>, with file and line.</exception>
    internal static CalibrationRecord Read(string file)
    {
        var root = YamlText.ReadFile(file) as YamlMap ?? throw Invalid(file, null, "kind");
        return new CalibrationRecord(
            Text(root, "evaluator") ?? throw Invalid(file, root, "evaluator"),
            Text(root, "version"),
            DateOnly.TryParse(Text(root, "date"), CultureInfo.InvariantCulture, out var date) ? date : throw Invalid(file, root, "date"),
            (int)(Number(root, "lines") ?? throw Invalid(file, root, "lines")),
            (int)(Number(root, "raters") ?? throw Invalid(file, root, "raters")),
            Text(root, "measure") ?? throw Invalid(file, root, "measure"),
            Range(root, "agreement") ?? throw Invalid(file, root, "agreement"),
            Range(root, "people"))
        {
            Judge = Text(root, "judge"),
            Threshold = Number(root, "threshold"),
        };
    }

    /// <summary>Changes whenever what the workspace keeps of calibrations does, so that nobody goes on with what was true before.</summary>
    /// <param name="workspace">Full path, or null.</param>
    public static string StateOf(string? workspace) =>
        workspace is null ? "" : string.Join('\n', Files(workspace).Select(f => new FileInfo(f)).Select(f => $"{f.Name} {(f.Exists ? f.Length : 0)} {f.LastWriteTimeUtc:O}"));

    /// <summary>Writes the record, in place of an earlier one.</summary>
    /// <returns>Full path of the file.</returns>
    public string Save(string workspace)
    {
        var file = FileOf(workspace, Evaluator);
        var text = new StringBuilder($"kind: calibration\nevaluator: {Quoted(Evaluator)}\n");
        Add("version", Version is null ? null : Quoted(Version));
        Add("judge", Judge is null ? null : Quoted(Judge));
        Add("date", Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("lines", $"{Lines}");
        Add("raters", $"{Raters}");
        Add("measure", Quoted(Measure));
        Add("agreement", Ends(Agreement));
        Add("people", Ceiling is { } ceiling ? Ends(ceiling) : null);
        Add("threshold", Threshold?.ToString("R", CultureInfo.InvariantCulture));
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        return file;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
            }
        }
    }

    private static bool Same(string? then, string? now) => now is null || then == now;

    private static string FileOf(string workspace, string evaluator) =>
        Path.Combine(workspace, Folder, string.Concat(evaluator.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')) + ".yaml");

    private static string Ends(Interval interval) =>
        interval.IsBounded ? $"{{ value: {Digits(interval.Estimate)}, low: {Digits(interval.Low)}, high: {Digits(interval.High)} }}" : $"{{ value: {Digits(interval.Estimate)} }}";

    private static string Digits(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? Text(YamlMap map, string key) => (map[key] as YamlScalar)?.Text;

    private static double? Number(YamlMap map, string key) =>
        double.TryParse(Text(map, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Interval? Range(YamlMap root, string key) =>
        root[key] is YamlMap map && Number(map, "value") is { } value
            ? new Interval(value, Number(map, "low") ?? double.NegativeInfinity, Number(map, "high") ?? double.PositiveInfinity)
            : null;

    private static ProblemException Invalid(string file, YamlNode? at, string field) =>
        new(new Problem("calibration-invalid", $"'{field}' of this calibration cannot be read. Run gyre eval calibrate again.") { File = file, Line = at?.Line, Field = field });
}

/// <summary>Which judge was held against people, where it is said; null for what is known otherwise.</summary>
/// <param name="Evaluator">The evaluator's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Model">The model that judged, as <c>connection/model</c>.</param>
public sealed record CalibratedJudge(string? Evaluator, string? Version, string? Model);
