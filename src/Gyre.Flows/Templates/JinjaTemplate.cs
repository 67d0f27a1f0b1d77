using System.Collections.Concurrent;
using Gyre.Flows.Templates.Compilation;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Templates.Syntax;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates;

/// <summary>A compiled Jinja2 template. It never changes and may be rendered by any number of threads at once.</summary>
internal sealed class JinjaTemplate
{
    private readonly CompiledTemplate compiled;
    private readonly ConcurrentDictionary<string, (string Source, JinjaTemplate Template)> included;

    private JinjaTemplate(string source, JinjaOptions options, string? name, ConcurrentDictionary<string, (string, JinjaTemplate)> included)
    {
        Options = options;
        Name = name;
        this.included = included;
        compiled = new Compiler(options, name).Compile(Parser.Parse(source, options, name));
    }

    /// <summary>The name given at <see cref="Parse"/>.</summary>
    public string? Name { get; }

    /// <summary>The names that are looked up in the variables, on whatever path: <c>jinja2.meta.find_undeclared_variables</c>.</summary>
    public IReadOnlySet<string> UndeclaredVariables => compiled.UndeclaredVariables;

    internal JinjaOptions Options { get; }

    /// <summary>Reads and compiles a template.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="options">Prompt flow's settings where null.</param>
    /// <param name="name">Used in messages, for example the file's path.</param>
    /// <exception cref="JinjaSyntaxException">The text is not a template.</exception>
    public static JinjaTemplate Parse(string source, JinjaOptions? options = null, string? name = null) =>
        new(source, options ?? JinjaOptions.Default, name, new(StringComparer.Ordinal));

    /// <summary>Renders with these variables.</summary>
    /// <exception cref="JinjaRenderException">What the template does is an error in Python, or it used up its limits.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables, CancellationToken cancellationToken = default) =>
        Render(new DictionaryVariables(variables), cancellationToken);

    /// <inheritdoc cref="Render(IReadOnlyDictionary{string, object?}, CancellationToken)"/>
    public string Render(PythonDict variables, CancellationToken cancellationToken = default) =>
        Render(new PythonDictVariables(variables), cancellationToken);

    internal void Run(RenderContext context)
    {
        var activation = new Activation(context, compiled.Size);
        Step.RunAll(compiled.Steps, activation);
    }

    /// <summary>The template an include names, or null where there is none.</summary>
    internal JinjaTemplate? Load(string name)
    {
        if (Options.Loader is null)
        {
            throw PythonError.TypeError("no loader for this environment specified");
        }

        if (Options.Loader(name) is not { } source)
        {
            return null;
        }

        if (!included.TryGetValue(name, out var entry) || entry.Source != source)
        {
            entry = (source, new JinjaTemplate(source, Options, name, included));
            included[name] = entry;
        }

        return entry.Template;
    }

    private string Render(ITemplateVariables variables, CancellationToken cancellationToken)
    {
        var output = StringBuilders.Rent();
        var context = new RenderContext(this, variables, output, cancellationToken);
        try
        {
            Run(context);
            return output.ToString();
        }
        catch (PythonError error)
        {
            throw new JinjaRenderException(error.Type, error.Message, context.Line, context.Template.Name, error);
        }
        catch (InsufficientExecutionStackException error)
        {
            throw new JinjaRenderException("RecursionError", "maximum recursion depth exceeded", context.Line, context.Template.Name, error);
        }
        catch (OutOfMemoryException error)
        {
            throw new JinjaRenderException("MemoryError", "the values of the template do not fit into memory", context.Line, context.Template.Name, error);
        }
        finally
        {
            StringBuilders.Return(output);
        }
    }
}
