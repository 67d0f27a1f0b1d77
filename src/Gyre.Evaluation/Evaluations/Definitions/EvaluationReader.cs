using System.Globalization;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Schemas;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>Reads an evaluation file; everything that is wrong is told at once.</summary>
internal sealed class EvaluationReader
{
    private static readonly string[] Sources = ["flow", "prompt", "run", "answers"];
    private static readonly string[] OfFlows = ["variants", "models", "parameters", "connections", "environment_variables", "init"];

    private static readonly string[] OfOwn = ["lower_is_better", "thresholds"];

    private readonly List<Problem> problems = [];
    private readonly string file;

    private EvaluationReader(string file) => this.file = file;

    private string Folder => Path.GetDirectoryName(file)!;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Full path.</param>
    /// <exception cref="ProblemException"><c>yaml-syntax</c>, <c>evaluation-invalid</c>: the first fault, the others in its message.</exception>
    public static EvaluationDefinition Read(string file) => new EvaluationReader(file).Read(YamlText.ReadFile(file));

    /// <summary>Reads the keys of an evaluation file that is no file.</summary>
    /// <param name="text">YAML, or JSON, which is YAML.</param>
    /// <param name="file">Full path of the file that it could be: what is beside it is found by it.</param>
    /// <exception cref="ProblemException">As of a file.</exception>
    public static EvaluationDefinition Parse(string text, string file) => new EvaluationReader(file).Read(YamlText.Read(text, file)) with { File = null };

    private EvaluationDefinition Read(YamlNode document)
    {
        if (document is not YamlMap root)
        {
            throw new ProblemException(new Problem("evaluation-invalid", "An evaluation file must hold keys such as 'targets' and 'evaluators'.") { File = file, Line = 1 });
        }

        var fields = new FileFields(root, "", EvaluationShapes.Default.EvaluationShape, new FileFaults(file, "evaluation-invalid", problems));
        var (specs, own) = Evaluators(fields);
        var data = fields.Text("data") is { } written ? DataPlace.Of(written, Folder) : null;
        var definition = new EvaluationDefinition
        {
            File = file,
            Name = fields.Text("name"),
            Description = fields.Text("description"),
            Data = data?.Path,
            Dataset = data?.Dataset,
            Targets = Targets(fields),
            Evaluators = specs,
            Flows = own,
            ColumnMapping = Mapping(fields),
            Judge = fields.Text("judge"),
            Comparison = Comparison(fields),
            Repeats = fields.Whole("repeats", 1, 100) ?? 1,
            MaxCost = fields.Number("max_cost", 0.000001, 1_000_000_000) is { } cost ? NanoDollars.Of((decimal)cost) : null,
            Concurrency = fields.Whole("concurrency", 1, 10_000),
        };
        if (definition.Comparison.Baseline is { } baseline && definition.Targets.Count > 0 && definition.Targets.All(t => t.Name != baseline))
        {
            fields.Fault("comparison", $"There is no target '{baseline}'.{NearestName.Hint(baseline, definition.Targets.Select(t => t.Name))}");
        }

        return problems.Count == 0 ? definition : throw Told();
    }

    // The first fault has the place; the others follow with their lines.
    private ProblemException Told()
    {
        var inOrder = problems.OrderBy(p => p.Line).ToList();
        var others = inOrder.Skip(1).Select(p => $" line {p.Line}: {p.Message}");
        return new ProblemException(inOrder[0] with { Message = inOrder[0].Message + string.Concat(others) });
    }

    private (List<EvaluatorSpec> Specs, List<OwnEvaluator> Own) Evaluators(FileFields fields)
    {
        if (!fields.Has("evaluators"))
        {
            fields.Fault("evaluators", "'evaluators' is missing. 'gyre eval evaluators' lists what there is.");
        }

        List<EvaluatorSpec> specs = [];
        List<OwnEvaluator> own = [];
        foreach (var (word, item, line) in fields.WordsOrItems("evaluators", EvaluationShapes.Default.EvaluatorShape))
        {
            if (item is null)
            {
                specs.Add(new EvaluatorSpec(word!) { Line = line });
            }
            else if (item.Text("path") is { } path)
            {
                own.Add(Own(item, path));
            }
            else
            {
                foreach (var idle in OfOwn.Where(item.Has))
                {
                    item.Fault(idle, $"'{idle}' is for evaluators of your own, that have a 'path'.");
                }

                var name = item.RequiredText("name");
                specs.Add(new EvaluatorSpec(name)
                {
                    As = item.Text("as"),
                    Settings = SettingFiles.Inlined(name, item.Map("settings")?.ToValue() as PythonDict ?? [], Folder, message => item.Fault("settings", message)),
                    Threshold = item.Number("threshold", double.MinValue, double.MaxValue),
                    ColumnMapping = Mapping(item),
                    Line = line,
                });
            }
        }

        foreach (var twice in specs.Select(s => s.Label).Concat(own.Select(o => o.Name)).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            fields.Fault("evaluators", $"'{twice.Key}' is there twice; give one of them another name with 'as'.");
        }

        return (specs, own);
    }

    private OwnEvaluator Own(FileFields item, string path)
    {
        if (item.Has("threshold"))
        {
            item.Fault("threshold", "An evaluator of your own may give several columns; say which: thresholds: {column: value}.");
        }

        return OwnEvaluator.At(path, Folder, item.Text("as") ?? item.Text("name")) with
        {
            As = item.Text("as"),
            Settings = item.Map("settings")?.ToValue() as PythonDict,
            ColumnMapping = Mapping(item),
            LowerIsBetter = item.Texts("lower_is_better") ?? [],
            Thresholds = Thresholds(item),
        };
    }

    private static Dictionary<string, double> Thresholds(FileFields item)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (column, value) in item.Map("thresholds")?.ToValue() as PythonDict ?? [])
        {
            if (value is long or double && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number))
            {
                thresholds[PythonText.Str(column)] = number;
            }
            else
            {
                item.Fault("thresholds", $"'thresholds' must give a number for '{PythonText.Str(column)}'.");
            }
        }

        return thresholds;
    }

    private List<EvaluationTarget> Targets(FileFields fields)
    {
        var targets = fields.Items("targets", EvaluationShapes.Default.EvaluationTargetShape).SelectMany(Combinations).ToList();
        foreach (var twice in targets.GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            fields.Fault("targets", $"Two targets are called '{twice.Key}'; give each a 'name'.");
        }

        return targets;
    }

    private static ComparisonChoice Comparison(FileFields fields)
    {
        if (fields.Fields("comparison", EvaluationShapes.Default.ComparisonShape) is not { } comparison)
        {
            return new ComparisonChoice();
        }

        var margins = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in comparison.Map("margins")?.Entries ?? [])
        {
            if (entry.Value is YamlScalar { Value: var value } && (value as double? ?? value as long?) is > 0 and { } margin && double.IsFinite(margin))
            {
                margins[entry.Name] = margin;
            }
            else
            {
                comparison.Fault("margins", $"'margins' must map metrics to numbers above 0, such as '{entry.Name}: 0.02'.");
            }
        }

        return new ComparisonChoice
        {
            Baseline = comparison.Text("baseline"),
            Slices = comparison.Texts("slices") ?? [],
            Cluster = comparison.Text("cluster"),
            Margin = comparison.Number("margin", double.Epsilon, double.MaxValue),
            Margins = margins,
        };
    }

    private IEnumerable<EvaluationTarget> Combinations(FileFields fields)
    {
        if (Sources.Count(fields.Has) != 1)
        {
            fields.Fault(Sources.FirstOrDefault(fields.Has) ?? "flow", $"A target needs exactly one of {string.Join(", ", Sources)}.");
            return [];
        }

        var single = new EvaluationTarget("")
        {
            Flow = fields.Text("flow") is { } flow ? Full(flow) : null,
            Prompt = fields.Text("prompt"),
            Run = fields.Text("run"),
            Answers = fields.Text("answers") is { } answers ? Full(answers) : null,
            ColumnMapping = Mapping(fields),
            Connections = Connections(fields),
            EnvironmentVariables = (fields.Map("environment_variables")?.ToValue() as PythonDict ?? []).ToDictionary(e => PythonText.Str(e.Key), e => FlowEnvironment.Text(e.Value), StringComparer.Ordinal),
            Init = fields.Map("init")?.ToValue() as PythonDict,
        };
        if ((single.Flow ?? single.Prompt ?? single.Run ?? single.Answers) is null)
        {
            // What is there is no text, and was told.
            return [];
        }

        if (single.Answered && OfFlows.FirstOrDefault(fields.Has) is { } idle)
        {
            fields.Fault(idle, $"'{idle}' has no effect on answers that are there already.");
        }

        if (single.Prompt is not null && !fields.Has("models"))
        {
            fields.Fault("models", "A prompt written here needs 'models', as connection/model.");
        }

        return TargetAxes.Of(single, fields.Text("name"), fields.Texts("variants") ?? [], fields.Texts("models") ?? [], TargetAxes.Parameters(fields), fields.Fault);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Connections(FileFields fields)
    {
        var nodes = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var entry in fields.Map("connections")?.Entries ?? [])
        {
            if (entry.Value is YamlMap inputs)
            {
                nodes[entry.Name] = inputs.Entries.ToDictionary(e => e.Name, e => e.Value is YamlScalar scalar ? scalar.Text : "", StringComparer.Ordinal);
            }
            else
            {
                fields.Fault("connections", $"'connections' must map each node to its inputs, such as '{entry.Name}: {{connection: name}}'.");
            }
        }

        return nodes;
    }

    private static ColumnMapping Mapping(FileFields fields) =>
        new((fields.Map("column_mapping")?.ToValue() as PythonDict ?? []).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), e.Value)));

    private string Full(string path) => Path.GetFullPath(path, Folder);
}
