using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Validation;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Editing;

/// <summary>Reads the text of a flow, saved or not, as far as it can be read, and tells everything that is wrong with it.</summary>
/// <param name="folder">The workspace's.</param>
internal sealed class ReadFlow(string folder)
{
    private readonly ReferenceSources sources = ReferenceSources.OfPage(folder);

    /// <summary>What the text would mean at the path.</summary>
    /// <param name="file">Full path; other files are looked for from its folder.</param>
    /// <param name="text">The text.</param>
    public FlowDefinitionView Read(string file, string text)
    {
        var faults = new Faults(file);
        FlowDefinitionView read;
        try
        {
            read = IsPrompty(file) ? Prompty(text, faults) : Yaml(YamlText.Read(text, file), faults);
        }
        catch (ProblemException e)
        {
            read = Unread(file, e.Problem with { File = e.Problem.File ?? file });
        }
        catch (FlowException e)
        {
            read = Unread(file, new Problem("flow-invalid", e.Message) { File = e.File ?? file, Line = e.Line });
        }

        return read with { Faults = [.. read.Faults, .. faults.Problems.Distinct().OrderBy(p => p.Line).Select(p => FaultView.Of(p, folder))] };
    }

    public static bool IsPrompty(string file) => Path.GetExtension(file).Equals(".prompty", StringComparison.OrdinalIgnoreCase);

    private FlowDefinitionView Yaml(YamlNode document, Faults faults)
    {
        if (document is YamlMap map && map["entry"] is not null)
        {
            var flex = FlexReader.Read(document, faults, sources);
            FlexChecks.Find(flex, faults);
            return Flex(flex);
        }

        var flow = DagReader.Read(document, faults);
        DagChecks.Find(flow, faults);
        return Dag(flow);
    }

    private FlowDefinitionView Dag(FlowDefinition flow)
    {
        var nodes = new ReadNodes(flow, folder);
        return new(
            flow.DisplayName ?? flow.Name,
            "dag",
            flow.Type ?? (flow.IsChat ? "chat" : "standard"),
            flow.Description,
            [.. flow.Inputs.Select(i => Input(i, i.Default, required: i.Default is null && i.IsChatHistory != true))],
            [.. flow.Outputs.Select(o => new FlowOutputView(o.Name, o.Type, PythonText.Str(InputBindings.Write(o.Reference)), o.Line))],
            [.. flow.Nodes.Select(nodes.Of)],
            nodes.Edges(),
            Chat(() => ChatShape.Of(flow)),
            []);
    }

    private static FlowDefinitionView Flex(FlexDefinition flow)
    {
        var inputs = flow.Inputs ?? [.. flow.SampleInputs.Keys.Select(k => new FlowInput(PythonText.Str(k), "object"))];
        object? Default(FlowInput input) => flow.SampleInputs.TryGetValue(input.Name, out var sample) ? sample : input.Default;
        return new(
            flow.DisplayName ?? flow.Name,
            "flex",
            "standard",
            flow.Description,
            [.. inputs.Select(i => Input(i, Default(i), required: !i.HasDefault && Default(i) is null))],
            [.. (flow.Outputs ?? []).Select(o => new FlowOutputView(o.Name, o.Type, null, o.Line))],
            [Alone(flow.Target.Length > 0 ? flow.Target : flow.Entry, NodeTypes.Python, flow.Entry, null)],
            Through(flow.Target.Length > 0 ? flow.Target : flow.Entry, inputs, flow.Outputs ?? []),
            Chat(() => ChatShape.Of(inputs, [.. (flow.Outputs ?? []).Select(o => o.Name)], flow.File)),
            []);
    }

    private FlowDefinitionView Prompty(string text, Faults faults)
    {
        var prompty = PromptyReader.Read(text, faults, out _);
        foreach (var fault in PromptyChecks.Find(faults.File, text, sources))
        {
            if (fault.Severity == ProblemSeverity.Error)
            {
                faults.Error(fault.Code, fault.Message, fault.Field ?? "", fault.Line ?? 1);
            }
            else
            {
                faults.Warning(fault.Code, fault.Message, fault.Field ?? "", fault.Line ?? 1);
            }
        }

        PromptySettings settings;
        try
        {
            settings = prompty.Resolve(sources);
        }
        catch (FlowException)
        {
            // Told by the checks.
            settings = new PromptySettings { Name = prompty.Name, Model = new PromptyModel() };
        }

        object? Default(FlowInput input) => settings.Sample is { } sample && sample.TryGetValue(input.Name, out var value) ? value : input.Default;
        return new(
            settings.Name,
            "prompty",
            "standard",
            settings.Description,
            [.. settings.Inputs.Select(i => Input(i, Default(i), required: !i.HasDefault && Default(i) is null))],
            [.. settings.Outputs.Select(o => new FlowOutputView(o.Name, o.Type, null, o.Line))],
            [Alone(settings.Name, NodeTypes.Llm, Path.GetFileName(faults.File), Workspace.WorkspacePath.Of(folder, faults.File)) with { Model = settings.Model.Model, Connection = settings.Model.ConnectionName, Line = prompty.BodyLine }],
            Through(settings.Name, settings.Inputs, settings.Outputs),
            Chat(() => ChatShape.Of(settings.Inputs, [.. settings.Outputs.Select(o => o.Name)], faults.File)),
            []);
    }

    private FlowDefinitionView Unread(string file, Problem problem) => new(
        Path.GetFileName(IsPrompty(file) ? Path.GetFileNameWithoutExtension(file) : Path.GetDirectoryName(file)!), IsPrompty(file) ? "prompty" : "dag", "standard", null, [], [], [], [], null, [FaultView.Of(problem, folder)]);

    private static FlowInputView Input(FlowInput input, object? value, bool required)
    {
        var json = new PlainJson(MessageFormat.Of("basic"));
        return new(input.Name, input.Type, json.Of(value), required, input.Description, input.Enum is { } choices ? json.Of(choices.ToList()) : null, input.Line);
    }

    private static FlowNodeView Alone(string name, string type, string source, string? file) =>
        new(name, type, source, file, 1, [], null, null, null, Aggregation: false, [], null, null, []);

    private static IReadOnlyList<FlowEdgeView> Through(string node, IReadOnlyList<FlowInput> inputs, IReadOnlyList<FlowOutput> outputs) =>
    [
        .. inputs.Select(i => new FlowEdgeView(null, node, i.Name, i.Name, Condition: false)),
        .. outputs.Select(o => new FlowEdgeView(node, null, o.Name, o.Name, Condition: false)),
    ];

    private static FlowChatView? Chat(Func<ChatShape> shape)
    {
        try
        {
            var chat = shape();
            return new(chat.Question, chat.History, chat.Answer, chat.Messages);
        }
        catch (FlowException)
        {
            return null;
        }
    }
}
