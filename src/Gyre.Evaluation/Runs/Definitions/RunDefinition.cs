using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Mapping;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Runs.Definitions;

/// <summary>What a run is to do: <c>run.yaml</c> with the flags of the command line on top, all paths made full.</summary>
public sealed record RunDefinition
{
    /// <summary>The property that names the evaluation.</summary>
    internal const string EvaluationProperty = "evaluation";

    /// <summary><c>name</c>; null for a generated one.</summary>
    public string? Name { get; init; }

    /// <summary><c>display_name</c>; may hold <c>${timestamp}</c>, <c>${variant_id}</c> and <c>${run}</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary><c>tags</c>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>properties</c>.</summary>
    public PythonDict Properties { get; init; } = [];

    /// <summary>Whether an input reads the data's column of its name even where it has a default. Prompt flow's runs leave it to the default.</summary>
    internal bool InputsByName { get; init; }

    /// <summary><c>flow</c>: full path of a folder or file; null only with <see cref="ResumeFrom"/>.</summary>
    public string? Flow { get; init; }

    /// <summary><c>data</c>: full path of a file or folder; of a dataset, once the run has begun, that of its rows.</summary>
    public string? Data { get; init; }

    /// <summary>The dataset that the data is, as written; once the run has begun always <c>name@version</c>. Null for a file or folder.</summary>
    public string? Dataset { get; init; }

    /// <summary>SHA-256 of the data's content when the run began; null before, and in runs of earlier versions.</summary>
    public string? DataSha256 { get; init; }

    /// <summary><c>run</c>: an earlier run whose outputs and data can be mapped.</summary>
    public string? SourceRun { get; init; }

    /// <summary><c>column_mapping</c>.</summary>
    public ColumnMapping ColumnMapping { get; init; } = ColumnMapping.Empty;

    /// <summary><c>variant</c>: <c>${node.variant}</c>.</summary>
    public string? Variant { get; init; }

    /// <summary><c>environment_variables</c>; values may be <c>${connection.key}</c>, or secrets: they are not shown.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>connections</c>: node → input (<c>connection</c>, <c>deployment_name</c>, <c>model</c> …) → value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Connections { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>Another model for every prompt of the flow; only from an evaluation.</summary>
    public ModelOverride? Model { get; init; }

    /// <summary><c>init</c>: constructor arguments of a flex flow's class.</summary>
    public PythonDict? Init { get; init; }

    /// <summary>A completed run whose completed lines are taken over; only from the command line.</summary>
    public string? ResumeFrom { get; init; }

    /// <summary>Full path of the <c>run.yaml</c>, or null.</summary>
    public string? File { get; init; }

    /// <summary>Faults that do no harm: keys that are not known.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>The evaluation that the run is a part of, or null.</summary>
    public string? EvaluationName => Properties.GetValueOrDefault(EvaluationProperty) as string;

    /// <summary>The base name of the flow: its folder, or the name of a prompty.</summary>
    public string FlowName => Flow is null ? ""
        : Path.GetExtension(Flow) == ".prompty" ? Path.GetFileNameWithoutExtension(Flow)
        : Directory.Exists(Flow) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Flow))
        : Path.GetFileName(Path.GetDirectoryName(Flow)!);

    /// <summary>Reads a <c>run.yaml</c> (or none) and puts the flags on top.</summary>
    /// <param name="file">Path of the YAML, or null.</param>
    /// <param name="overrides">The flags.</param>
    /// <param name="currentFolder">What paths in flags are relative to.</param>
    /// <exception cref="ProblemException"><c>run-invalid</c> with file and line, or the flag's name; <c>yaml-syntax</c>.</exception>
    public static RunDefinition Create(string? file, RunOverrides overrides, string currentFolder) =>
        new RunDefinitionReader(file, overrides, currentFolder).Read();

    /// <summary>Reads the keys of a <c>run.yaml</c> that is no file.</summary>
    /// <param name="text">YAML, or JSON, which is YAML.</param>
    /// <param name="folder">What its paths are relative to.</param>
    /// <exception cref="ProblemException"><c>run-invalid</c>, <c>yaml-syntax</c>.</exception>
    public static RunDefinition Parse(string text, string folder) => new RunDefinitionReader(YamlText.Read(text, "run.yaml"), folder).Read();

    /// <summary>Checks what must be there before anything is opened.</summary>
    /// <exception cref="FlowException">UserErrorException, ValidationException.</exception>
    public void Validate()
    {
        if (Flow is null)
        {
            throw new FlowException(ErrorClasses.UserErrorException, "A run needs a flow: name it in the file ('flow: path') or with --flow.");
        }

        if (Data is null && SourceRun is null)
        {
            throw new FlowException(ErrorClasses.UserErrorException, "at least one of data or run must be provided");
        }

        if (Data is not null && Dataset is null && !Path.Exists(Data))
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"data path {Data} does not exist");
        }

        ColumnMapping.Validate();
    }

    /// <summary>Where the data is; null without any.</summary>
    internal DataPlace? DataPlace => Data is null ? null : new DataPlace(Data, Dataset, DataSha256);

    /// <summary>The same with the data pinned.</summary>
    internal RunDefinition With(DataPlace? data) => this with { Data = data?.Path, Dataset = data?.Dataset, DataSha256 = data?.Sha256 };

    /// <summary>The definition of a run that resumes from another: flow, data and mapping come from there, what is for people may differ.</summary>
    internal RunDefinition TakenFrom(RunDefinition source) => source with
    {
        Name = Name,
        DisplayName = DisplayName ?? source.DisplayName,
        Description = Description ?? source.Description,
        Tags = Tags.Count > 0 ? Tags : source.Tags,
        EnvironmentVariables = EnvironmentVariables.Count > 0 ? EnvironmentVariables : source.EnvironmentVariables,
        Connections = Connections.Count > 0 ? Connections : source.Connections,
        Init = Init ?? source.Init,
        ResumeFrom = ResumeFrom,
        File = File ?? source.File,
        Warnings = Warnings,
    };
}
