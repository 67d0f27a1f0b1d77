using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Validation;

/// <summary>What can be wrong with a prompty.</summary>
internal static partial class PromptyChecks
{
    /// <param name="file">Full path of the prompty.</param>
    /// <param name="text">Its text.</param>
    /// <param name="sources">What references may read; anything unless given.</param>
    public static IEnumerable<Problem> Find(string file, string text, ReferenceSources? sources = null)
    {
        var faults = new Faults(file);
        var prompty = PromptyReader.Read(text, faults, out var front);
        CheckKeys(prompty, new YamlFields(front, "", faults));
        CheckSettings(prompty, front, sources ?? ReferenceSources.Process, faults);
        return faults.Problems;
    }

    private static void CheckKeys(PromptyDefinition prompty, YamlFields top)
    {
        var isV1 = prompty.Dialect == PromptyDialect.V1;
        top.WarnOfUnknown(isV1 ? PromptyV1.Keys : PromptyV2.Keys);
        foreach (var entry in isV1 ? (top["inputs"] as YamlMap)?.Entries ?? [] : [])
        {
            if (entry.Value is YamlMap)
            {
                top.Fields("inputs").Fields(entry.Name).WarnOfUnknown(DagReader.InputKeys);
            }
        }

        if (top["model"] is not YamlMap)
        {
            return;
        }

        top.Fields("model").WarnOfUnknown(isV1 ? PromptyV1.ModelKeys : PromptyV2.ModelKeys);
        if (!isV1 || top.Fields("model")["configuration"] is not YamlMap)
        {
            return;
        }

        var configuration = top.Fields("model").Fields("configuration");
        configuration.WarnOfUnknown(PromptyV1.ConfigurationKeys);
        var type = configuration.Text("type");
        if (type is null && !configuration.Has("connection"))
        {
            configuration.Missing("type");
        }
        else if (type is not null && !PromptyV1.Types.Contains(type, StringComparer.Ordinal))
        {
            configuration.Error("type", "unknown-model-type", $"type is azure_openai, openai or azure_serverless, not '{type}'.{NearestName.Hint(type, PromptyV1.Types)}");
        }
    }

    private static void CheckSettings(PromptyDefinition prompty, YamlMap front, ReferenceSources sources, Faults faults)
    {
        try
        {
            var settings = prompty.Resolve(sources);
            var declared = YamlFields.Of(front["inputs"] as YamlMap, "inputs", faults);
            DagChecks.CheckInputs([.. settings.Inputs.Where(i => declared.Has(i.Name) && !sources.Leaves(i.Default)).Select(i => i with { Line = declared.LineOf(i.Name) })], "inputs", faults);
            if (settings.Model.Api is not ("chat" or "completion") && !sources.Leaves(settings.Model.Api) && prompty.Dialect == PromptyDialect.V1)
            {
                faults.Error("unknown-api", $"model.api is chat or completion, not '{settings.Model.Api}'.", "model.api", front.Line);
            }

            if (settings.TemplateFormat == "jinja2")
            {
                CheckTemplate(prompty, settings, faults);
            }
        }
        catch (FlowException e)
        {
            faults.Error("prompty-invalid", e.Message, "front matter", e.Line ?? front.Line);
        }
    }

    private static void CheckTemplate(PromptyDefinition prompty, PromptySettings settings, Faults faults)
    {
        if (TemplateChecks.Parse(prompty.Body, prompty.BodyLine, faults) is { } variables && settings.Inputs.Count > 0)
        {
            var names = settings.Inputs.Select(i => i.Name).ToArray();
            foreach (var name in variables.Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                faults.Warning("undeclared-variable", $"The template uses '{name}', which is no input, so it prints as empty text.{NearestName.Hint(name, names)}", "template", prompty.BodyLine);
            }
        }

        if (settings.Model.Api == "chat" && !RoleHeader().IsMatch(prompty.Body))
        {
            faults.Error("no-role", "A chat prompt needs a line such as 'system:' or 'user:' before its text.", "template", prompty.BodyLine);
        }
    }

    [GeneratedRegex(@"^\s*#?\s*(system|user|assistant|function|tool)\s*:\s*$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RoleHeader();
}
