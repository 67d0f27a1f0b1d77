using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>The flags of <c>gyre eval run</c>, as typed.</summary>
public sealed record EvaluationFlags
{
    /// <summary><c>--name</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>--data</c>.</summary>
    public string? Data { get; init; }

    /// <summary><c>--flow</c>: flows and prompties.</summary>
    public IReadOnlyList<string> Flows { get; init; } = [];

    /// <summary><c>--prompt</c>: texts of prompts.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary><c>--run</c>: runs there are already.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary><c>--answers</c>: files with answers.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary><c>--variants</c>.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary><c>--models</c>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary><c>--evaluators</c>: names of the library, or paths.</summary>
    public IReadOnlyList<string> Evaluators { get; init; } = [];

    /// <summary><c>--column-mapping input='${run.outputs.name}'</c>: of the evaluators' inputs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ColumnMapping { get; init; } = [];

    /// <summary><c>--judge</c>.</summary>
    public string? Judge { get; init; }

    /// <summary><c>--repeats</c>.</summary>
    public int? Repeats { get; init; }

    /// <summary><c>--max-cost</c>, in dollars.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary><c>--concurrency</c>.</summary>
    public int? Concurrency { get; init; }

    /// <summary><c>--baseline</c>.</summary>
    public string? Baseline { get; init; }

    internal EvaluationDefinition Over(EvaluationDefinition written, string folder)
    {
        var targets = Targets(folder);
        var evaluators = Evaluators.ToLookup(e => e.Contains('/', StringComparison.Ordinal) || e.Contains('\\', StringComparison.Ordinal) || Path.HasExtension(e));
        if (Baseline is not null && (targets.Count > 0 ? targets : written.Targets).All(t => t.Name != Baseline))
        {
            throw Fault("--baseline", $"There is no target '{Baseline}'. The targets are {string.Join(", ", (targets.Count > 0 ? targets : written.Targets).Select(t => $"'{t.Name}'"))}.");
        }

        var data = Data is null ? written.DataPlace : DataPlace.Of(Data, folder);
        return written with
        {
            Name = Name ?? written.Name,
            Data = data?.Path,
            Dataset = data?.Dataset,
            Targets = targets.Count > 0 ? targets : written.Targets,
            Evaluators = Evaluators.Count > 0 ? [.. evaluators[false].Select(name => new EvaluatorSpec(name))] : written.Evaluators,
            Flows = Evaluators.Count > 0 ? [.. evaluators[true].Select(path => OwnEvaluator.At(path, folder))] : written.Flows,
            ColumnMapping = new ColumnMapping([.. written.ColumnMapping.Entries.Where(e => ColumnMapping.All(m => m.Key != e.Key)), .. ColumnMapping.Select(m => KeyValuePair.Create(m.Key, (object?)m.Value))]),
            Judge = Judge ?? written.Judge,
            Comparison = written.Comparison.With(new ComparisonChoice { Baseline = Baseline }),
            Repeats = Repeats ?? written.Repeats,
            MaxCost = MaxCost is { } cost ? NanoDollars.Of(cost) : written.MaxCost,
            Concurrency = Concurrency ?? written.Concurrency,
        };
    }

    private List<EvaluationTarget> Targets(string folder)
    {
        List<EvaluationTarget> single =
        [
            .. Flows.Select(flow => new EvaluationTarget("") { Flow = Path.GetFullPath(flow, folder) }),
            .. Prompts.Select(prompt => new EvaluationTarget("") { Prompt = prompt }),
            .. Runs.Select(run => new EvaluationTarget("") { Run = run }),
            .. Answers.Select(answers => new EvaluationTarget("") { Answers = Path.GetFullPath(answers, folder) }),
        ];
        if (Prompts.Count > 0 && Models.Count == 0)
        {
            throw Fault("--models", "A prompt needs --models, as connection/model.");
        }

        var targets = single.SelectMany(t => t.Answered
            ? [t with { Name = EvaluationNames.Of(t) }]
            : TargetAxes.Of(t, null, Variants, Models, [], (field, message) => throw Fault($"--{field}", message))).ToList();

        // Two prompts, or two flows in folders of one name, are told apart by number.
        return
        [
            .. targets.Select((target, i) => targets.Count(t => t.Name == target.Name) > 1 ? target with { Name = $"{target.Name} {i + 1}" } : target),
        ];
    }

    private static ProblemException Fault(string flag, string message) => new(new Problem("evaluation-invalid", message) { Field = flag });
}
