using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>A template with its variables and settings, as both engines get it.</summary>
internal sealed record TemplateCase(string Template, PythonDict Variables)
{
    public JinjaOptions Options { get; init; } = JinjaOptions.Default;

    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>As the Python side reads it.</summary>
    public PythonDict ToPython()
    {
        var result = new PythonDict
        {
            { "t", Template },
            { "c", Variables },
            { "trim", Options.TrimBlocks },
            { "lstrip", Options.LstripBlocks },
            { "keep", Options.KeepTrailingNewline },
            { "autoescape", Options.Autoescape },
            { "undefined", Options.Undefined.ToString() },
        };
        if (Files.Count > 0)
        {
            result["files"] = new PythonDict(Files.Select(f => KeyValuePair.Create(f.Key, (object?)f.Value)));
        }

        return result;
    }

    public static TemplateCase FromPython(PythonDict values)
    {
        var files = values.TryGetValue("files", out var given) ? (PythonDict)given! : [];
        return new TemplateCase((string)values["t"]!, (PythonDict)values["c"]!)
        {
            Options = new JinjaOptions
            {
                TrimBlocks = Flag("trim", true),
                LstripBlocks = Flag("lstrip", false),
                KeepTrailingNewline = Flag("keep", true),
                Autoescape = Flag("autoescape", false),
                Undefined = values.TryGetValue("undefined", out var kind) ? Enum.Parse<UndefinedBehavior>((string)kind!) : UndefinedBehavior.Default,
            },
            Files = files.ToDictionary(f => (string)f.Key!, f => (string)f.Value!),
        };

        bool Flag(string name, bool otherwise) => values.TryGetValue(name, out var value) ? (bool)value! : otherwise;
    }

    /// <summary>What our engine makes of it: the output, or the class and message of the error.</summary>
    public (string? Output, string? Error, string? Message, int? Line) Render(CancellationToken cancellationToken)
    {
        try
        {
            var options = Options with { Loader = Files.Count == 0 ? null : name => Files.GetValueOrDefault(name) };

            // Python gets a copy of the variables; templates may change lists and dicts.
            var variables = (PythonDict)PythonJson.Parse(PythonJson.Write(Variables))!;
            return (JinjaTemplate.Parse(Template, options).Render(variables, cancellationToken), null, null, null);
        }
        catch (JinjaException error)
        {
            return (null, error.PythonType, error.Message, error.Line);
        }
    }
}
