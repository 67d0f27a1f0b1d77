using System.Text;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The evaluators of one evaluation as its folder keeps them: what its scoring runs open as their flow, whenever they are resumed.</summary>
/// <param name="Evaluators">With their settings.</param>
/// <param name="Judge">The model that judges, or null.</param>
internal sealed record EvaluatorsFile(IReadOnlyList<EvaluatorSpec> Evaluators, string? Judge)
{
    /// <summary>The user's own prompts of judges, by name: edits while an evaluation stands still do not reach it.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its name in the folder.</summary>
    public const string Name = "evaluators.json";

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
        ["prompts"] = new PythonDict(Prompts.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value))),
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
            Prompts = (stored.GetValueOrDefault("prompts") as PythonDict ?? []).ToDictionary(p => (string)p.Key!, p => (string)p.Value!, StringComparer.Ordinal),
        };

    private static EvaluatorSpec Spec(PythonDict stored) => new((string)stored["name"]!)
    {
        As = stored["as"] as string,
        Settings = (PythonDict)stored["settings"]!,
        Threshold = stored["threshold"] switch { double number => number, long number => number, _ => null },
        ColumnMapping = new ColumnMapping(((PythonDict)stored["column_mapping"]!).Select(e => KeyValuePair.Create((string)e.Key!, e.Value))),
    };
}
