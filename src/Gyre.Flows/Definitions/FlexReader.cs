using System.Text.RegularExpressions;
using Gyre.Flows.Values;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Reads <c>flow.flex.yaml</c>.</summary>
public static partial class FlexReader
{
    internal static readonly string[] Keys =
    [
        "$schema", "entry", "name", "display_name", "description", "type", "tags", "inputs", "outputs", "init", "sample", "language", "code",
        "message_format", "environment", "environment_variables", "additional_includes",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="file">Path of the YAML file, whatever it is called.</param>
    /// <exception cref="FlowException">InvalidFlexFlowEntry where the entry is not <c>module:name</c>; ValidationException for other faults.</exception>
    /// <exception cref="Kernel.ProblemException">The file is absent or not YAML.</exception>
    public static FlexDefinition Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var flow = Read(YamlText.ReadFile(faults.File), faults);
        faults.ThrowFirst();
        return flow;
    }

    /// <param name="document">The file.</param>
    /// <param name="faults">Gets what is wrong with it.</param>
    /// <param name="sources">What references may read; anything unless given.</param>
    internal static FlexDefinition Read(YamlNode document, Faults faults, ReferenceSources? sources = null)
    {
        var top = YamlFields.Of(document, "", faults);
        top.WarnOfUnknown(Keys);
        var entry = top.RequiredText("entry");
        var language = top.Text("language") ?? "python";
        var parts = Entry().Match(entry);
        if (!parts.Success && entry.Length > 0 && language == "python")
        {
            top.Error(
                "entry",
                "invalid-entry",
                $"Entry function {entry} is not valid. It must be 'module:function' or 'module:Class', as in 'flow_entry:my_flow'.",
                ErrorClasses.InvalidFlexFlowEntry);
        }

        var sample = ReadSample(top, sources ?? ReferenceSources.Process);
        return new FlexDefinition
        {
            File = faults.File,
            Name = top.Text("name") ?? DagReader.SafeName(Path.GetFileNameWithoutExtension(Path.GetDirectoryName(faults.File)!)),
            DisplayName = top.Remark("display_name"),
            Description = top.Remark("description"),
            Entry = entry,
            Module = parts.Groups["module"].Value,
            Target = parts.Groups["target"].Value,
            Language = language,
            Inputs = top.Has("inputs") ? DagReader.ReadInputs(top) : null,
            Outputs = top.Has("outputs") ? DagReader.ReadOutputs(top) : null,
            Init = top.Has("init") ? DagReader.ReadInputs(top, "init") : null,
            SampleInputs = sample.FindDict("inputs"),
            SampleInit = sample.FindDict("init"),
            EnvironmentVariables = DagReader.EnvironmentText(top.Fields("environment_variables")),
            PythonRequirements = top.Fields("environment").Text("python_requirements_txt"),
            AdditionalIncludes = top.Texts("additional_includes"),
            Code = top.Text("code"),
        };
    }

    /// <summary>The sample with its files read: the whole, or its inputs or init, may be <c>${file:x.json}</c>.</summary>
    private static PythonDict ReadSample(YamlFields top, ReferenceSources sources)
    {
        var references = new PromptyReferences(Path.GetDirectoryName(top.Faults.File)!, sources);
        try
        {
            switch (references.Resolve(top.Value("sample")))
            {
                case null:
                case var reference when sources.Leaves(reference):
                    return [];
                case PythonDict sample when sample.All(e => e.Value is null or PythonDict || sources.Leaves(e.Value)):
                    return sample;
                default:
                    top.Error("sample", "not-a-mapping", "sample has 'inputs' and 'init', each a mapping or ${file:name.json}.");
                    return [];
            }
        }
        catch (FlowException e)
        {
            top.Error("sample", "missing-file", e.Message, e.ErrorClass);
            return [];
        }
    }

    [GeneratedRegex(@"^(?<module>[^\s:]+):(?<target>[^\s:]+)$")]
    private static partial Regex Entry();
}
