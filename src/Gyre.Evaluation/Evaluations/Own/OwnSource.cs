using System.Text;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Own;

/// <summary>What one of the user's own evaluators is written in.</summary>
internal enum OwnKind
{
    /// <summary>Nodes: a <c>flow.dag.yaml</c>. Its columns keep their names.</summary>
    Dag,

    /// <summary>A <c>flow.flex.yaml</c>.</summary>
    Flex,

    /// <summary>A <c>.prompty</c>.</summary>
    Prompty,

    /// <summary>A function or class of a <c>.py</c> file.</summary>
    Python,

    /// <summary>A public static method of a <c>.cs</c> file.</summary>
    CSharp,
}

/// <summary>What runs as one of the user's own evaluators: a flow or prompty as it is, a Python or C# file inside a small flow that is written for it.</summary>
/// <param name="Kind">What it is written in.</param>
/// <param name="Path">Full path.</param>
/// <param name="Target">The function or class of a Python file; null for other kinds.</param>
internal sealed record OwnSource(OwnKind Kind, string Path, string? Target)
{
    /// <summary>The node of a C# file.</summary>
    public const string Node = "score";

    // No type of prompt flow's, so that values stay as they are: a response "42" is text.
    private const string AnyType = "any";

    /// <summary>Whether what a default stands for is a sample, as in prompt flow's evaluation flows, and not what to do without the input.</summary>
    public bool DefaultsAreSamples => Kind == OwnKind.Dag;

    /// <exception cref="ProblemException"><c>evaluator-invalid</c>: there is no such file, or a Python file does not say what to call.</exception>
    public static OwnSource Of(OwnEvaluator own)
    {
        if (!System.IO.Path.Exists(own.Path))
        {
            throw new ProblemException(new Problem("evaluation-invalid", $"There is no evaluator at '{own.Path}'.") { Field = "evaluators" });
        }

        var source = System.IO.Path.GetExtension(own.Path).ToLowerInvariant() switch
        {
            ".py" => new OwnSource(OwnKind.Python, own.Path, own.Target ?? PythonTargets.Only(own.Path)),
            ".cs" => new OwnSource(OwnKind.CSharp, own.Path, null),
            ".prompty" => new OwnSource(OwnKind.Prompty, own.Path, null),
            _ => new OwnSource(FlowFile.Find(own.Path).Kind == FlowKind.Flex ? OwnKind.Flex : OwnKind.Dag, own.Path, null),
        };
        return own.Settings is { Count: > 0 } && source.Kind is not (OwnKind.Python or OwnKind.Flex)
            ? throw new ProblemException(new Problem("evaluator-setting", $"Evaluator '{own.Name}' takes no settings: they are the constructor arguments of a Python class. Map a literal to an input instead: column_mapping: {{input: value}}.") { Field = "settings" })
            : source;
    }

    /// <summary>The flow to open; written where there is none.</summary>
    /// <param name="folder">Where it may be written.</param>
    /// <param name="inputs">Those that are mapped; null where that is not known yet.</param>
    public string FlowIn(string folder, IReadOnlyList<FlowInput>? inputs) => Kind switch
    {
        OwnKind.Python => Write(folder, "flow.flex.yaml", PythonFlow(inputs)),
        OwnKind.CSharp => Write(folder, "flow.dag.yaml", CSharpFlow(inputs ?? [])),
        _ => Path,
    };

    private PythonDict PythonFlow(IReadOnlyList<FlowInput>? inputs)
    {
        var flow = new PythonDict
        {
            ["entry"] = $"{System.IO.Path.GetFileNameWithoutExtension(Path)}:{Target}",
            ["code"] = System.IO.Path.GetDirectoryName(Path),
        };
        if (inputs is not null)
        {
            flow["inputs"] = Declared(inputs);
        }

        return flow;
    }

    private PythonDict CSharpFlow(IReadOnlyList<FlowInput> inputs) => new()
    {
        ["inputs"] = Declared(inputs),
        ["outputs"] = new PythonDict { ["output"] = new PythonDict { ["type"] = "object", ["reference"] = $"${{{Node}.output}}" } },
        ["nodes"] = new List<object?>
        {
            new PythonDict
            {
                ["name"] = Node,
                ["type"] = "csharp",
                ["source"] = new PythonDict { ["type"] = "code", ["path"] = Path },
                ["inputs"] = new PythonDict(inputs.Select(i => KeyValuePair.Create(i.Name, (object?)$"${{inputs.{i.Name}}}"))),
            },
        },
    };

    // Text that looks like JSON would become what it says if it were declared an object.
    private static PythonDict Declared(IReadOnlyList<FlowInput> inputs) =>
        new(inputs.Select(i => KeyValuePair.Create(i.Name, (object?)new PythonDict { ["type"] = i.Type == "object" ? AnyType : i.Type })));

    // JSON is YAML.
    private static string Write(string folder, string name, PythonDict flow)
    {
        Directory.CreateDirectory(folder);
        var file = System.IO.Path.Combine(folder, name);
        var text = PythonJson.Write(flow, indented: true);
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        return file;
    }
}
