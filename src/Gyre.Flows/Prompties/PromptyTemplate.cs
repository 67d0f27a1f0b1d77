using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties;

/// <summary>A prompty's template in either language, images on lines of their own.</summary>
internal sealed class PromptyTemplate
{
    private readonly PromptTemplate? jinja;
    private readonly MustacheTemplate? mustache;

    /// <exception cref="FlowException">JinjaParsingError, UserErrorException.</exception>
    public PromptyTemplate(PromptyDefinition prompty, string format)
    {
        var text = PromptTemplate.WithImagesOnLines(prompty.Body.ReplaceLineEndings("\n"));
        switch (format)
        {
            case "jinja2" or "nunjucks":
                jinja = PromptTemplate.Parse(text, prompty.File, prompty.Folder, prompty.BodyLine - 1);
                break;
            case "mustache":
                mustache = MustacheTemplate.Parse(text, prompty.File, prompty.BodyLine - 1);
                break;
            default:
                throw new FlowException(ErrorClasses.UserErrorException, $"The template format '{format}' is not known; use jinja2 or mustache.") { File = prompty.File };
        }
    }

    public string Render(PythonDict variables, RoleGuard guard, CancellationToken cancellationToken) =>
        jinja?.Render(variables, guard, cancellationToken) ?? mustache!.Render(variables);
}
