using Gyre.Evaluation.Data;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>What must be there before an evaluation begins, so that it does not fall after the first target was paid for.</summary>
internal static class EvaluationChecks
{
    /// <summary>What helps where two evaluators want one name.</summary>
    public const string Rename = "Give one of them another name with 'as' in an evaluation file, such as '- {name: f1_score, as: overlap}' or '- {path: checks.py, as: style}'.";

    /// <exception cref="ProblemException">Something is not there.</exception>
    public static async Task CheckAsync(EvaluationDefinition definition, RunStore runs, DatasetStore? datasets, IReadOnlyList<AskedEvaluator> evaluators, CancellationToken cancellationToken)
    {
        if (definition.Targets.Count == 0)
        {
            throw Fault("targets", "There is nothing to evaluate: name a flow, a prompt, a run or a file of answers.");
        }

        if (definition.Evaluators.Count + definition.Flows.Count == 0)
        {
            throw Fault("evaluators", "There is nothing to score with. 'gyre eval evaluators' lists what there is.");
        }

        if (evaluators.FirstOrDefault(e => e.Evaluator.Card.IsJudged) is { } judged && definition.Judge is null)
        {
            throw Fault("judge", $"Evaluator '{judged.Label}' needs a model that judges: judge: connection/model, or --judge connection/model.");
        }

        CheckDistinct(definition, evaluators);
        if (definition.Data is { } data && !Path.Exists(data))
        {
            throw Fault("data", $"There is no data at '{data}'.");
        }

        await CheckColumnsAsync(definition, cancellationToken);
        foreach (var target in definition.Targets)
        {
            await CheckAsync(target, definition, runs, datasets, cancellationToken);
        }
    }

    // Runs, nodes and columns are found by name: of two that are called the same, one would silently be lost.
    private static void CheckDistinct(EvaluationDefinition definition, IReadOnlyList<AskedEvaluator> evaluators)
    {
        var labels = evaluators.Select(e => e.Label).Concat(definition.Flows.Select(o => o.Name));
        if (labels.GroupBy(l => l, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Fault("evaluators", $"Two evaluators are called '{twice.Key}'. {Rename}");
        }

        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, column) in evaluators.SelectMany(e => e.Columns.Names.Distinct(StringComparer.Ordinal).Select(c => (e.Label, c))))
        {
            if (!columns.TryAdd(column, label))
            {
                throw Fault("evaluators", $"Evaluators '{columns[column]}' and '{label}' both give a column '{column}'. {Rename}");
            }
        }
    }

    private static async Task CheckColumnsAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Data is null || !definition.Comparison.Columns.Any())
        {
            return;
        }

        await foreach (var row in new DataReader().ReadAsync(definition.Data, cancellationToken))
        {
            var columns = row.Keys.Select(PythonText.Str).ToArray();
            if (definition.Comparison.Columns.FirstOrDefault(c => !columns.Contains(c, StringComparer.Ordinal)) is { } missing)
            {
                throw Fault("comparison", $"The data has no column '{missing}' to compare by.{NearestName.Hint(missing, columns)} Its columns are {string.Join(", ", columns)}.");
            }

            return;
        }
    }

    private static async Task CheckAsync(EvaluationTarget target, EvaluationDefinition definition, RunStore runs, DatasetStore? datasets, CancellationToken cancellationToken)
    {
        if (target.Run is { } name)
        {
            var run = await runs.GetAsync(name, cancellationToken);
            if (run.State != RunState.Completed)
            {
                throw Fault("run", $"Run '{name}' is not completed. Go on with it: gyre run resume --name {name}.");
            }

            if (definition.Data is null && run.Definition.DataPlace is { } data)
            {
                _ = await data.PinAsync(datasets, $"run '{name}'", cancellationToken);
            }
        }

        if (target.Answers is { } answers && !File.Exists(answers))
        {
            throw Fault("answers", $"There is no file '{answers}'.");
        }

        if (target.Prompt is { } prompt)
        {
            CheckTemplate(target, prompt);
        }

        if (target.Flow is { } flow && !Path.Exists(flow))
        {
            throw Fault("flow", $"There is no flow at '{flow}'.");
        }

        if (!target.Answered && definition.Data is null)
        {
            throw Fault("data", $"'{target.Name}' has to answer something: name the data, with 'data' or --data.");
        }
    }

    private static void CheckTemplate(EvaluationTarget target, string prompt)
    {
        try
        {
            _ = InlinePrompt.ToPrompty(prompt);
        }
        catch (FlowException e)
        {
            throw Fault("prompt", $"The prompt of '{target.Name}' is no template: {e.Message}");
        }
    }

    private static ProblemException Fault(string field, string message) => new(new Problem("evaluation-invalid", message) { Field = field });
}
