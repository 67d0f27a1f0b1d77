using System.Globalization;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>A definition as the index stores it. Environment variables and constructor arguments, those of own evaluators too, may be secrets: they are encrypted.</summary>
internal static class EvaluationJson
{
    public static string Write(EvaluationDefinition definition, string name, SecretBox secrets) => PythonJson.Write(new PythonDict
    {
        ["file"] = definition.File,
        ["data"] = definition.Data,
        ["dataset"] = definition.Dataset,
        ["data_sha256"] = definition.DataSha256,
        ["targets"] = definition.Targets.Select(t => (object?)Target(t)).ToList(),
        ["scorers"] = new EvaluatorsFile(definition.Evaluators, definition.Judge).ToDict(),
        ["own"] = definition.Flows.Select(o => (object?)new PythonDict
        {
            ["name"] = o.Name,
            ["path"] = o.Path,
            ["target"] = o.Target,
            ["as"] = o.As,
            ["column_mapping"] = new PythonDict(o.ColumnMapping.Entries),
            ["lower_is_better"] = o.LowerIsBetter.Select(c => (object?)c).ToList(),
            ["thresholds"] = new PythonDict(o.Thresholds.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value))),
        }).ToList(),
        ["column_mapping"] = new PythonDict(definition.ColumnMapping.Entries),
        ["comparison"] = new PythonDict
        {
            ["baseline"] = definition.Comparison.Baseline,
            ["slices"] = definition.Comparison.Slices.Select(s => (object?)s).ToList(),
            ["cluster"] = definition.Comparison.Cluster,
            ["margin"] = definition.Comparison.Margin,
            ["margins"] = new PythonDict(definition.Comparison.Margins.Select(m => KeyValuePair.Create(m.Key, (object?)m.Value))),
        },
        ["repeats"] = (long)definition.Repeats,
        ["max_cost"] = definition.MaxCost?.Count,
        ["concurrency"] = (long?)definition.Concurrency,
        ["sealed"] = definition.Targets.All(t => t.EnvironmentVariables.Count == 0 && t.Init is null) && definition.Flows.All(o => o.Settings is null) ? null : secrets.Seal(
            PythonJson.Write(definition.Targets.Select(t => (object?)new PythonDict { ["environment_variables"] = Texts(t.EnvironmentVariables), ["init"] = t.Init })
                .Concat(definition.Flows.Select(o => new PythonDict { ["init"] = o.Settings })).ToList()),
            Place(name)),
    });

    /// <summary>All of it but what is encrypted.</summary>
    public static EvaluationDefinition Read(string json, string name, string? description)
    {
        var stored = (PythonDict)PythonJson.Parse(json)!;
        var scorers = EvaluatorsFile.Of((PythonDict)stored["scorers"]!);
        return new EvaluationDefinition
        {
            Name = name,
            Description = description,
            File = stored["file"] as string,
            Data = stored["data"] as string,
            Dataset = stored.GetValueOrDefault("dataset") as string,
            DataSha256 = stored.GetValueOrDefault("data_sha256") as string,
            Targets = [.. Items(stored["targets"]).Select(Target)],
            Evaluators = scorers.Evaluators,
            Judge = scorers.Judge,
            Flows =
            [
                .. Items(stored["own"]).Select(o => new OwnEvaluator((string)o["name"]!, (string)o["path"]!)
                {
                    ColumnMapping = Mapping(o["column_mapping"]),
                    Target = o.GetValueOrDefault("target") as string,
                    As = o.GetValueOrDefault("as") as string,
                    LowerIsBetter = [.. ((IReadOnlyList<object?>)o["lower_is_better"]!).Cast<string>()],
                    Thresholds = (o.GetValueOrDefault("thresholds") as PythonDict ?? []).ToDictionary(t => (string)t.Key!, t => Convert.ToDouble(t.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal),
                }),
            ],
            ColumnMapping = Mapping(stored["column_mapping"]),
            Comparison = stored.GetValueOrDefault("comparison") is PythonDict comparison ? Comparison(comparison) : new ComparisonChoice(),
            Repeats = (int)(long)stored["repeats"]!,
            MaxCost = stored["max_cost"] is long cost ? new NanoDollars(cost) : null,
            Concurrency = stored["concurrency"] is long lines ? (int)lines : null,
        };
    }

    /// <summary>Adds what is encrypted.</summary>
    public static EvaluationDefinition Unseal(EvaluationDefinition definition, string json, string name, SecretBox secrets)
    {
        if (((PythonDict)PythonJson.Parse(json)!)["sealed"] is not string box)
        {
            return definition;
        }

        var opened = Items(PythonJson.Parse(secrets.Open(box, Place(name)))).ToList();
        return definition with
        {
            Targets = [.. definition.Targets.Zip(opened, (target, secret) => target with
            {
                EnvironmentVariables = Texts((PythonDict)secret["environment_variables"]!),
                Init = secret["init"] as PythonDict,
            })],
            Flows = [.. definition.Flows.Select((own, i) => own with { Settings = opened.ElementAtOrDefault(definition.Targets.Count + i)?["init"] as PythonDict })],
        };
    }

    /// <summary>The same with another ceiling of cost.</summary>
    public static string WithCeiling(string json, NanoDollars most)
    {
        var stored = (PythonDict)PythonJson.Parse(json)!;
        stored["max_cost"] = most.Count;
        return PythonJson.Write(stored);
    }

    private static PythonDict Target(EvaluationTarget target) => new()
    {
        ["name"] = target.Name,
        ["flow"] = target.Flow,
        ["prompt"] = target.Prompt,
        ["run"] = target.Run,
        ["answers"] = target.Answers,
        ["variant"] = target.Variant,
        ["model"] = target.Model is { } model ? new PythonDict { ["connection"] = model.Connection, ["model"] = model.Model, ["parameters"] = model.Parameters } : null,
        ["column_mapping"] = new PythonDict(target.ColumnMapping.Entries),
        ["connections"] = new PythonDict(target.Connections.Select(n => KeyValuePair.Create(n.Key, (object?)Texts(n.Value)))),
    };

    private static ComparisonChoice Comparison(PythonDict stored) => new()
    {
        Baseline = stored["baseline"] as string,
        Slices = [.. ((IReadOnlyList<object?>)stored["slices"]!).Cast<string>()],
        Cluster = stored["cluster"] as string,
        Margin = Number(stored["margin"]),
        Margins = ((PythonDict)stored["margins"]!).ToDictionary(m => (string)m.Key!, m => Number(m.Value)!.Value, StringComparer.Ordinal),
    };

    private static double? Number(object? stored) => stored switch { double number => number, long whole => whole, _ => null };

    private static EvaluationTarget Target(PythonDict stored) => new((string)stored["name"]!)
    {
        Flow = stored["flow"] as string,
        Prompt = stored["prompt"] as string,
        Run = stored["run"] as string,
        Answers = stored["answers"] as string,
        Variant = stored["variant"] as string,
        Model = stored["model"] is PythonDict model
            ? new ModelOverride { Connection = model["connection"] as string, Model = model["model"] as string, Parameters = (PythonDict)model["parameters"]! }
            : null,
        ColumnMapping = Mapping(stored["column_mapping"]),
        Connections = ((PythonDict)stored["connections"]!).ToDictionary(n => (string)n.Key!, IReadOnlyDictionary<string, string> (n) => Texts((PythonDict)n.Value!), StringComparer.Ordinal),
    };

    private static string Place(string name) => $"evaluation '{name}'";

    private static IEnumerable<PythonDict> Items(object? list) => ((IReadOnlyList<object?>)list!).Cast<PythonDict>();

    private static ColumnMapping Mapping(object? stored) => new(((PythonDict)stored!).Select(e => KeyValuePair.Create((string)e.Key!, e.Value)));

    private static PythonDict Texts(IReadOnlyDictionary<string, string> values) => new(values.Select(v => KeyValuePair.Create(v.Key, (object?)v.Value)));

    private static Dictionary<string, string> Texts(PythonDict values) => values.ToDictionary(v => (string)v.Key!, v => (string)v.Value!, StringComparer.Ordinal);
}
