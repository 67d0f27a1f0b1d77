using Gyre.Flows.Definitions;
using Gyre.Flows.Templates;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Validation;

/// <summary>Whether templates can be read.</summary>
internal static class TemplateChecks
{
    /// <summary>Notes the syntax fault of a template file.</summary>
    public static void Find(string file, Faults faults)
    {
        var inFile = new Faults(file);
        Parse(YamlText.ReadAllText(file), firstLine: 1, inFile);
        faults.Add(inFile);
    }

    /// <summary>Notes the syntax fault of a template; where there is none, gives the variables it uses.</summary>
    public static IReadOnlySet<string>? Parse(string template, int firstLine, Faults faults)
    {
        try
        {
            return JinjaTemplate.Parse(template).UndeclaredVariables;
        }
        catch (JinjaSyntaxException e)
        {
            faults.Error("template-syntax", $"This template can't be read: {e.Message}", "template", firstLine + e.Line - 1);
            return null;
        }
    }
}
