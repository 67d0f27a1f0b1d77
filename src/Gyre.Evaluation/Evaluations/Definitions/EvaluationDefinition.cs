using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>What an evaluation is to do: targets over data, scored by evaluators. All paths are full, every axis of a target is multiplied out.</summary>
public sealed record EvaluationDefinition
{
    /// <summary>Null for a generated one.</summary>
    public string? Name { get; init; }

    /// <summary>What it is to tell.</summary>
    public string? Description { get; init; }

    /// <summary>Full path of the data; null where every target brings its own.</summary>
    public string? Data { get; init; }

    /// <summary>The dataset that the data is, as written; once the evaluation has begun always <c>name@version</c>. Null for a file or folder.</summary>
    public string? Dataset { get; init; }

    /// <summary>SHA-256 of the data's content when the evaluation began: all its runs read the same.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>What gives answers, at least one; names are unique.</summary>
    public IReadOnlyList<EvaluationTarget> Targets { get; init; } = [];

    /// <summary>Evaluators of the library, at least one of these or of <see cref="Flows"/>.</summary>
    internal IReadOnlyList<EvaluatorSpec> Evaluators { get; init; } = [];

    /// <summary>The user's own evaluators.</summary>
    internal IReadOnlyList<OwnEvaluator> Flows { get; init; } = [];

    /// <summary>Where the evaluators' inputs come from; what is missing is found by name.</summary>
    internal ColumnMapping ColumnMapping { get; init; } = ColumnMapping.Empty;

    /// <summary>The model that judges, as <c>connection/model</c>.</summary>
    public string? Judge { get; init; }

    /// <summary>How often each target answers each line.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What all calls may cost together; null for no limit.</summary>
    public NanoDollars? MaxCost { get; init; }

    /// <summary>Lines at once; null to find out.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How the targets are compared.</summary>
    public ComparisonChoice Comparison { get; init; } = new();

    /// <summary>Full path of the file, or null.</summary>
    public string? File { get; init; }

    /// <summary>Where the data is; null without any.</summary>
    internal DataPlace? DataPlace => Data is null ? null : new DataPlace(Data, Dataset, DataSha256);

    /// <summary>Reads the keys of an evaluation file that is no file.</summary>
    /// <param name="text">YAML, or JSON, which is YAML.</param>
    /// <param name="file">Full path of the file that it could be: paths are relative to its folder.</param>
    /// <exception cref="ProblemException"><c>yaml-syntax</c>, <c>evaluation-invalid</c>.</exception>
    public static EvaluationDefinition Parse(string text, string file) => EvaluationReader.Parse(text, file);

    /// <summary>Reads an evaluation file (or none) and puts the flags on top.</summary>
    /// <param name="file">Full path, or null.</param>
    /// <param name="flags">Of the command line; what they name replaces what the file says.</param>
    /// <param name="currentFolder">What paths in flags are relative to.</param>
    /// <exception cref="ProblemException"><c>yaml-syntax</c>, <c>evaluation-invalid</c>.</exception>
    public static EvaluationDefinition Create(string? file, EvaluationFlags flags, string currentFolder) =>
        flags.Over(file is null ? new EvaluationDefinition() : EvaluationReader.Read(file), currentFolder);
}

/// <summary>One thing that gives answers.</summary>
/// <param name="Name">In tables and in names of runs; unique in the evaluation.</param>
public sealed record EvaluationTarget(string Name)
{
    /// <summary>What a prompt that is written in the evaluation is called.</summary>
    internal const string PromptName = "prompt";

    /// <summary>Full path of a flow or prompty; null for answers that are there already.</summary>
    public string? Flow { get; init; }

    /// <summary>The text of a prompt that is written in the evaluation itself; it becomes a prompty when the evaluation begins.</summary>
    public string? Prompt { get; init; }

    /// <summary>A run there is already.</summary>
    public string? Run { get; init; }

    /// <summary>Full path of a file with answers.</summary>
    public string? Answers { get; init; }

    /// <summary><c>${node.variant}</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>Another model than the flow's.</summary>
    public ModelOverride? Model { get; init; }

    /// <summary>Of the flow's inputs.</summary>
    public ColumnMapping ColumnMapping { get; init; } = ColumnMapping.Empty;

    /// <summary>By node.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Connections { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>Of the flow.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of a flex flow's class.</summary>
    public PythonDict? Init { get; init; }

    /// <summary>Whether it has to run before it can be scored.</summary>
    public bool Answered => Run is not null || Answers is not null;
}
