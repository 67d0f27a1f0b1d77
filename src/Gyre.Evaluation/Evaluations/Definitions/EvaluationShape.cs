using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>An evaluation file, usually <c>evaluations/*.yaml</c>.</summary>
internal sealed record EvaluationShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Name of the evaluation; the file's name and the time where absent.")]
    public string? Name { get; init; }

    [Description("What it is to tell.")]
    public string? Description { get; init; }

    [Description("The data, relative to this file (csv, tsv, json, jsonl), or a dataset as name@version.")]
    public string? Data { get; init; }

    [Description("What is scored; the first is what the others are compared with.")]
    public required IReadOnlyList<EvaluationTargetShape> Targets { get; init; }

    [Description("Names of evaluators, or mappings with settings; 'gyre eval evaluators' lists them.")]
    public required IReadOnlyList<EvaluatorShape> Evaluators { get; init; }

    [Description("By evaluator input (response, ground_truth, query, context …): ${run.outputs.name}, ${data.column}, or a literal. What is not written is found by name.")]
    public IReadOnlyDictionary<string, JsonElement>? ColumnMapping { get; init; }

    [Description("The model that judges: connection/model.")]
    public string? Judge { get; init; }

    [Description("How often each target answers each line, to see how much answers vary; 1 where absent.")]
    [Range(1, 100)]
    public int? Repeats { get; init; }

    [Description("How the targets are compared.")]
    public ComparisonShape? Comparison { get; init; }

    [Description("Dollars that all model calls together may cost; the evaluation stops cleanly before and can be resumed.")]
    public double? MaxCost { get; init; }

    [Description("Lines that run at once; found by trying where absent.")]
    [Range(1, 10_000)]
    public int? Concurrency { get; init; }
}

/// <summary>How the targets are compared.</summary>
internal sealed record ComparisonShape
{
    [Description("Name of the target that the others are compared with; the first where absent.")]
    public string? Baseline { get; init; }

    [Description("Columns of the data by whose values the lines are compared once more.")]
    public IReadOnlyList<string>? Slices { get; init; }

    [Description("Column of the data that says which lines belong together: a conversation, a document.")]
    public string? Cluster { get; init; }

    [Description("The largest difference that does not matter, for every metric.")]
    public double? Margin { get; init; }

    [Description("The same by metric.")]
    public IReadOnlyDictionary<string, double>? Margins { get; init; }
}

/// <summary>One target: what gives the answers.</summary>
internal sealed record EvaluationTargetShape
{
    [Description("Name in tables; made from the rest where absent.")]
    public string? Name { get; init; }

    [Description("A flow's folder or file, or a .prompty, relative to this file.")]
    public string? Flow { get; init; }

    [Description("The text of a prompt with {{ inputs }}; needs 'models'.")]
    public string? Prompt { get; init; }

    [Description("Name of a run there is already.")]
    public string? Run { get; init; }

    [Description("A file that has the answers already, relative to this file.")]
    public string? Answers { get; init; }

    [Description("By flow input: ${data.column}, or a literal.")]
    public IReadOnlyDictionary<string, JsonElement>? ColumnMapping { get; init; }

    [Description("Several of the flow's variants, each a target of its own: ${node.variant}.")]
    public IReadOnlyList<string>? Variants { get; init; }

    [Description("Several models in place of the flow's, each a target of its own: connection/model.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Several sets of request fields ({temperature: 0}), each a target of its own.")]
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? Parameters { get; init; }

    [Description("By node: {connection, deployment_name, model …}.")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Connections { get; init; }

    [Description("Environment variables of the flow.")]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    [Description("Parameters of a flex flow's class.")]
    public IReadOnlyDictionary<string, JsonElement>? Init { get; init; }
}

/// <summary>One evaluator with settings.</summary>
internal sealed record EvaluatorShape
{
    [Description("Name of an evaluator.")]
    public string? Name { get; init; }

    [Description("A flow, .prompty, Python file (checks.py, checks.py:Length) or C# file that scores, relative to this file; in place of a name.")]
    public string? Path { get; init; }

    [Description("Another name for its columns.")]
    public string? As { get; init; }

    [Description("Its settings; 'gyre eval evaluators NAME' shows which. For a path: constructor arguments of a Python class.")]
    public IReadOnlyDictionary<string, JsonElement>? Settings { get; init; }

    [Description("Where to pass.")]
    public double? Threshold { get; init; }

    [Description("Where its inputs come from, where that differs from the others.")]
    public IReadOnlyDictionary<string, JsonElement>? ColumnMapping { get; init; }

    [Description("For a path: columns where less is better.")]
    public IReadOnlyList<string>? LowerIsBetter { get; init; }

    [Description("For a path: by column, from where on a line passes.")]
    public IReadOnlyDictionary<string, double>? Thresholds { get; init; }
}

/// <summary>The shapes of the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvaluationShape))]
[JsonSerializable(typeof(EvaluationTargetShape))]
[JsonSerializable(typeof(EvaluatorShape))]
[JsonSerializable(typeof(ComparisonShape))]
internal sealed partial class EvaluationShapes : JsonSerializerContext;
