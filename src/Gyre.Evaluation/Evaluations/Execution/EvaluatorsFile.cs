using System.Text;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The evaluators of one evaluation as its folder keeps them: what its scoring runs open as their flow, whenever they are resumed.</summary>
/// <param name="Evaluators">With their settings.</param>
/// <param name="Judge">The model that judges, or null.</param>
internal sealed record EvaluatorsFile(IReadOnlyList<EvaluatorSpec> Evaluators, string? Judge)
{
    /// <summary>The prompts of judges by name, the user's own and ours: neither edits nor a newer Gyre reach an evaluation that has begun.</summary>
    public IReadOnlyDictionary<string, PromptText> Prompts { get; init; } = new Dictionary<string, PromptText>(StringComparer.Ordinal);

    /// <summary>The evaluators' versions by label, as they were.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its name in the folder.</summary>
    public const string Name = "evaluators.json";

    /// <summary>The evaluators of a definition as they are now.</summary>
    /// <param name="definition">What is asked.</param>
    /// <param name="evaluators">Made from it.</param>
    /// <param name="workspace">May have prompts of its own.</param>
    public static EvaluatorsFile Of(EvaluationDefinition definition, IReadOnlyList<AskedEvaluator> evaluators, string? workspace) => new(definition.Evaluators, definition.Judge)
    {
        Prompts = evaluators.SelectMany(e => e.Evaluator.Card.Prompts).Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => JudgePrompt.Now(name, workspace), StringComparer.Ordinal),
        Versions = evaluators.ToDictionary(e => e.Label, e => e.Evaluator.Card.Version, StringComparer.Ordinal),
    };

    /// <summary>Says of evaluators that are no longer what they were: their prompts are kept, but not what else judges are told, nor how scores are computed.</summary>
    public IEnumerable<string> Changes(IReadOnlyList<AskedEvaluator> evaluators) => evaluators
        .Where(e => Versions.GetValueOrDefault(e.Label) is { } version && version != e.Evaluator.Card.Version)
        .Select(e => $"Evaluator '{e.Label}' was version {Versions[e.Label]} when the evaluation began and is version {e.Evaluator.Card.Version} now, since Gyre was changed. The lines that are scored from here on may not be comparable with those before: start anew where that matters.");

    /// <summary>Whether a run's flow is such a file.</summary>
    public static bool Is(string flow) => Path.GetFileName(flow) == Name;

    /// <summary>Reads it.</summary>
    public static EvaluatorsFile Read(string file) => Of((PythonDict)PythonJson.Parse(File.ReadAllBytes(file))!);

    /// <summary>Writes it.</summary>
    public void Write(string file)
    {
        var text = PythonJson.Write(ToDict(), indented: true);
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>As it is stored.</summary>
    public PythonDict ToDict() => new()
    {
        ["judge"] = Judge,
        ["prompts"] = new PythonDict(Prompts.Select(p => KeyValuePair.Create(p.Key, (object?)new PythonDict { ["text"] = p.Value.Text, ["own"] = p.Value.IsOwn }))),
        ["versions"] = new PythonDict(Versions.Select(v => KeyValuePair.Create(v.Key, (object?)v.Value))),
        ["evaluators"] = Evaluators.Select(e => (object?)new PythonDict
        {
            ["name"] = e.Name,
            ["as"] = e.As,
            ["settings"] = e.Settings,
            ["threshold"] = e.Threshold,
            ["column_mapping"] = new PythonDict(e.ColumnMapping.Entries),
        }).ToList(),
    };

    /// <summary>From what is stored.</summary>
    public static EvaluatorsFile Of(PythonDict stored) =>
        new([.. ((IReadOnlyList<object?>)stored["evaluators"]!).Cast<PythonDict>().Select(Spec)], stored["judge"] as string)
        {
            Prompts = (stored.GetValueOrDefault("prompts") as PythonDict ?? []).ToDictionary(p => (string)p.Key!, p => Prompt((PythonDict)p.Value!), StringComparer.Ordinal),
            Versions = (stored.GetValueOrDefault("versions") as PythonDict ?? []).ToDictionary(v => (string)v.Key!, v => (string)v.Value!, StringComparer.Ordinal),
        };

    private static PromptText Prompt(PythonDict stored) => new((string)stored["text"]!, stored["own"] is true);

    private static EvaluatorSpec Spec(PythonDict stored) => new((string)stored["name"]!)
    {
        As = stored["as"] as string,
        Settings = (PythonDict)stored["settings"]!,
        Threshold = stored["threshold"] switch { double number => number, long number => number, _ => null },
        ColumnMapping = new ColumnMapping(((PythonDict)stored["column_mapping"]!).Select(e => KeyValuePair.Create((string)e.Key!, e.Value))),
    };
}
