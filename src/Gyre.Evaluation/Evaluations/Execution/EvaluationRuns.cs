using System.Globalization;
using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluations.Own;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The runs of an evaluation: what each is to do.</summary>
internal sealed class EvaluationRuns(StoredEvaluation evaluation, RunStore runs)
{
    private readonly EvaluationDefinition definition = evaluation.Definition;

    /// <summary>What scoring runs open as their flow.</summary>
    public string EvaluatorsFile => Path.Combine(evaluation.Folder, Execution.EvaluatorsFile.Name);

    /// <summary>Writes prompts that stand in the evaluation itself as files.</summary>
    public void WritePrompts()
    {
        foreach (var (index, target) in definition.Targets.Index().Where(t => t.Item.Prompt is not null))
        {
            var file = PromptFile(index + 1);
            if (!File.Exists(file))
            {
                AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(InlinePrompt.ToPrompty(target.Prompt!))));
            }
        }
    }

    /// <summary>Says that a name which one of an evaluation's runs would have is another's.</summary>
    /// <exception cref="ProblemException"><c>run-exists</c>.</exception>
    public static void CheckOwn(Run there, StoredEvaluation evaluation)
    {
        if (!IsOwn(there, evaluation))
        {
            throw new ProblemException(new Problem("run-exists", $"Evaluation '{evaluation.Name}' would make a run '{there.Name}', but there is one already that is not its own. Choose another name for the evaluation, or delete the run: gyre run delete --name {there.Name}.") { Field = "name" });
        }
    }

    /// <summary>Whether a run was made by an evaluation.</summary>
    public static bool IsOwn(Run run, StoredEvaluation evaluation) => run.Definition.EvaluationName == evaluation.Name;

    /// <summary>The run that answers.</summary>
    public RunDefinition Answers(PlannedCell cell) => new()
    {
        Name = cell.AnswersRun,
        DisplayName = cell.Target.Name,
        Flow = cell.Target.Prompt is null ? cell.Target.Flow : PromptFile(cell.Number),
        Data = definition.Data,
        Dataset = definition.Dataset,
        DataSha256 = definition.DataSha256,
        Variant = cell.Target.Variant,
        Model = cell.Target.Model,
        ColumnMapping = cell.Target.ColumnMapping,
        Connections = cell.Target.Connections,
        EnvironmentVariables = cell.Target.EnvironmentVariables,
        Init = cell.Target.Init,
        InputsByName = true,
        Properties = Properties(cell),
    };

    /// <summary>The run that scores with the library's evaluators.</summary>
    public async ValueTask<RunDefinition> ScoresAsync(PlannedCell cell, IReadOnlyList<AskedEvaluator> evaluators, CancellationToken cancellationToken)
    {
        var (outputs, columns) = await ColumnsAsync(cell, cancellationToken);
        var scoring = await ScoringAsync(cell, cell.ScoresRun!, EvaluatorsFile, cancellationToken);
        var inputs = InputSources.Find(evaluators, definition.ColumnMapping, outputs, columns);

        // What was asked, and what the lines are compared by, is kept with their scores, whatever becomes of the data.
        var kept = definition.Comparison.Columns.Append(InputSources.Asked(columns)).OfType<string>().Where(c => columns.Contains(c, StringComparer.Ordinal) && !inputs.Entries.ContainsKey(c) && !inputs.Entries.Values.Contains($"${{data.{c}}}"));
        return scoring with { ColumnMapping = new ColumnMapping([.. inputs.Entries, .. kept.Select(c => KeyValuePair.Create(c, (object?)$"${{data.{c}}}"))]) };
    }

    /// <summary>The run of one of the user's own evaluators.</summary>
    /// <param name="cell">What was answered.</param>
    /// <param name="own">The evaluator.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Kernel.ProblemException"><c>evaluation-input</c>.</exception>
    public async ValueTask<RunDefinition> OwnAsync(PlannedCell cell, OwnEvaluator own, IReadOnlyList<FlowInput> inputs, CancellationToken cancellationToken)
    {
        var (outputs, columns) = await ColumnsAsync(cell, cancellationToken);
        var source = OwnSource.Of(own);
        var mapping = InputSources.Find(own, inputs, source.DefaultsAreSamples, definition.ColumnMapping, outputs, columns);
        var flow = source.FlowIn(Path.Combine(evaluation.Folder, "own", cell.RunOf(own)), [.. inputs.Where(i => mapping.Entries.ContainsKey(i.Name))]);
        return await ScoringAsync(cell, cell.RunOf(own), flow, cancellationToken) with { ColumnMapping = mapping, Init = own.Settings, Properties = Properties(cell, own) };
    }

    /// <summary>Makes the flow of one of the user's own evaluators what its run is to see: columns that no evaluator before it gave.</summary>
    public async ValueTask<ExecutableFlow> OwnFlowAsync(PlannedCell cell, OwnEvaluator own, ExecutableFlow flow, ColumnMapping mapping, CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var before in cell.ScoringRuns.TakeWhile(name => name != cell.RunOf(own)))
        {
            if (await runs.FindAsync(before, cancellationToken) is { } run && new RunFolder(run.Folder).FlowOutputs is var outputs && File.Exists(outputs))
            {
                taken.UnionWith(await FirstRowAsync(outputs, cancellationToken));
            }
        }

        taken.Remove(ColumnMapping.LineNumber);
        return new OwnFlow(flow, new OwnColumns(own, OwnSource.Of(own).Kind, taken), [.. mapping.Entries.Keys]);
    }

    private async Task<RunDefinition> ScoringAsync(PlannedCell cell, string name, string flow, CancellationToken cancellationToken)
    {
        var answers = cell.AnswersRun is { } run ? await runs.GetAsync(run, cancellationToken) : null;
        var data = definition.DataPlace ?? answers?.Definition.DataPlace;
        return new RunDefinition
        {
            Name = name,
            DisplayName = cell.Target.Name,
            Flow = flow,
            Data = answers is null ? cell.Target.Answers : data?.Path,
            Dataset = answers is null ? null : data?.Dataset,
            DataSha256 = answers is null ? null : data?.Sha256,
            SourceRun = answers?.Name,
            Properties = Properties(cell),
        };
    }

    private async Task<(IReadOnlyList<string> Outputs, IReadOnlyList<string> Columns)> ColumnsAsync(PlannedCell cell, CancellationToken cancellationToken)
    {
        if (cell.Target.Answers is { } file)
        {
            return ([], await FirstRowAsync(file, cancellationToken));
        }

        var run = await runs.GetAsync(cell.AnswersRun!, cancellationToken);
        var outputs = new RunFolder(run.Folder).FlowOutputs;
        var data = definition.Data ?? run.Definition.Data;
        return (
            File.Exists(outputs) ? [.. (await FirstRowAsync(outputs, cancellationToken)).Where(c => c != ColumnMapping.LineNumber)] : [],
            data is null ? [] : await FirstRowAsync(data, cancellationToken));
    }

    private static async Task<IReadOnlyList<string>> FirstRowAsync(string path, CancellationToken cancellationToken)
    {
        await foreach (var row in new DataReader().ReadAsync(path, cancellationToken))
        {
            return [.. row.Keys.Select(PythonText.Str)];
        }

        return [];
    }

    private PythonDict Properties(PlannedCell cell) => new() { [RunDefinition.EvaluationProperty] = evaluation.Name, ["target"] = cell.Target.Name, ["repeat"] = (long)cell.Repeat };

    private PythonDict Properties(PlannedCell cell, OwnEvaluator own)
    {
        var properties = Properties(cell);
        properties[MetricFacts.OwnProperty] = own.Name;
        properties[MetricFacts.LowerProperty] = own.LowerIsBetter.Select(c => (object?)c).ToList();
        return properties;
    }

    // In a folder of its own, since a run keeps a copy of the folder of its flow.
    private string PromptFile(int number) => Path.Combine(evaluation.Folder, $"prompt-{number.ToString(CultureInfo.InvariantCulture)}", "prompt.prompty");
}
