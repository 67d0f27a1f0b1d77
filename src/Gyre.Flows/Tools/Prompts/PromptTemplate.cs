using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>A template of a node or prompty, compiled, with its faults in the original's words.</summary>
internal sealed partial class PromptTemplate
{
    private readonly JinjaTemplate template;
    private readonly string? file;
    private readonly int lineOffset;

    private PromptTemplate(JinjaTemplate template, string text, string? templateFile, int lineOffset)
    {
        (this.template, file, this.lineOffset) = (template, templateFile, lineOffset);
        Text = text;
        Variables = [.. template.UndeclaredVariables.OrderBy(name => text.IndexOf(name, StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal)];
        ImageVariables = ImagesIn(text);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The names it reads and does not set, in the order they appear.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The names written as <c>![image]({{name}})</c>.</summary>
    public IReadOnlySet<string> ImageVariables { get; private set; }

    /// <summary>Reads the file of a node's source; <c>include</c> reaches files of the flow folder.</summary>
    /// <param name="node">The node.</param>
    /// <param name="folder">What the source's path is relative to.</param>
    /// <param name="isVision">Whether an image mark is to stand on a line of its own.</param>
    /// <exception cref="FlowException">InvalidSource, JinjaParsingError.</exception>
    public static PromptTemplate Load(FlowNode node, string folder, bool isVision = false)
    {
        var source = node.Source?.Path is { Length: > 0 } path ? Path.Combine(folder, path) : null;
        if (!File.Exists(source))
        {
            throw new FlowException(ErrorClasses.InvalidSource, $"Node source path '{node.Source?.Path ?? "None"}' is invalid on node '{node.Name}'.") { Node = node.Name };
        }

        var text = File.ReadAllText(source).ReplaceLineEndings("\n");
        var parsed = Parse(isVision ? WithImagesOnLines(text) : text, source, folder);
        parsed.ImageVariables = ImagesIn(text);
        return parsed;
    }

    /// <summary>Compiles a text.</summary>
    /// <param name="text">The template.</param>
    /// <param name="file">Named in faults, or null.</param>
    /// <param name="folder">Where included files are, or null for none.</param>
    /// <param name="lineOffset">How many lines of the file stand before the template.</param>
    /// <exception cref="FlowException">JinjaParsingError.</exception>
    public static PromptTemplate Parse(string text, string? file = null, string? folder = null, int lineOffset = 0)
    {
        try
        {
            var options = new JinjaOptions { Loader = folder is null ? null : name => Included(folder, name) };
            return new PromptTemplate(JinjaTemplate.Parse(text, options, file is null ? null : Path.GetFileName(file)), text, file, lineOffset);
        }
        catch (JinjaSyntaxException e)
        {
            throw new FlowException(
                ErrorClasses.JinjaParsingError,
                $"Generate tool meta failed for prompt tool. Jinja parsing failed at line {e.Line + lineOffset}: ({e.PythonType}) {e.Message}",
                e)
            {
                File = file,
                Line = e.Line + lineOffset,
            };
        }
    }

    /// <summary>Puts what stands as <c>![image]({{name}})</c> on a line of its own, where a chat message takes the image itself.</summary>
    public static string WithImagesOnLines(string text) => ImageMark().Replace(text, "\n{{${variable}}}\n");

    /// <summary>Compiles and renders a text at once, as code that holds its own template does: every fault is one of rendering.</summary>
    /// <exception cref="FlowException">JinjaTemplateError.</exception>
    public static string RenderText(string text, PythonDict variables, JinjaOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return JinjaTemplate.Parse(text, options).Render(variables, cancellationToken);
        }
        catch (JinjaException e)
        {
            throw new FlowException(ErrorClasses.JinjaTemplateError, $"Failed to render jinja template: {e.PythonType}: {e.Message}. Please modify your prompt to fix the issue.", e);
        }
    }

    /// <summary>The text.</summary>
    /// <exception cref="FlowException">JinjaTemplateError.</exception>
    public string Render(PythonDict variables, RoleGuard? guard, CancellationToken cancellationToken)
    {
        try
        {
            return template.Render(variables, cancellationToken);
        }
        catch (JinjaException e)
        {
            var message = guard?.Show(e.Message) ?? e.Message;
            throw new FlowException(ErrorClasses.JinjaTemplateError, $"Failed to render jinja template: {e.PythonType}: {message}. Please modify your prompt to fix the issue.", e)
            {
                File = file,
                Line = e.Template is null || file is null || e.Template == Path.GetFileName(file) ? e.Line + lineOffset : null,
            };
        }
    }

    private static HashSet<string> ImagesIn(string text) =>
        ImageMark().Matches(text).Select(m => m.Groups["variable"].Value.Trim()).ToHashSet(StringComparer.Ordinal);

    private static string? Included(string folder, string name)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var included = Path.GetFullPath(Path.Combine(root, name));
        return included.StartsWith(root, StringComparison.Ordinal) && File.Exists(included) ? File.ReadAllText(included).ReplaceLineEndings("\n") : null;
    }

    [GeneratedRegex(@"!\[\s*image\s*\]\(\{\{(?<variable>\s*[^\s{}]+\s*)\}\}\)")]
    private static partial Regex ImageMark();
}
