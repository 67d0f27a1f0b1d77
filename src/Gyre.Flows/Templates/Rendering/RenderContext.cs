using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>One rendering: what it reads, what it has written, and what it may still use up.</summary>
internal sealed class RenderContext(JinjaTemplate template, ITemplateVariables variables, StringBuilder output, CancellationToken cancellationToken)
{
    private long iterations;

    public JinjaOptions Options { get; } = template.Options;

    public ITemplateVariables Variables { get; private set; } = variables;

    public StringBuilder Output { get; private set; } = output;

    /// <summary>The line that is being rendered, for errors.</summary>
    public int Line { get; set; } = 1;

    public JinjaTemplate Template { get; private set; } = template;

    public bool Autoescape { get; set; } = template.Options.Autoescape;

    public int Depth { get; private set; }

    [field: MaybeNull]
    public Random Random => field ??= Options.Seed is { } seed ? new Random(seed) : Random.Shared;

    public Undefined UndefinedName(string name) => new(Options.Undefined, name);

    public Undefined UndefinedHint(string hint, string? name = null) => new(Options.Undefined, name) { Hint = hint };

    public object? Resolve(string name) =>
        Variables.TryGet(name, out var value) || Globals.All.TryGetValue(name, out value) ? value : Activation.Missing;

    /// <summary>Counts a round of a loop or a call.</summary>
    public void Tick()
    {
        if ((++iterations & 63) == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (iterations > Options.Limits.MaxIterations)
        {
            throw new PythonError("RuntimeError", $"the template ran through more than {Options.Limits.MaxIterations} loop rounds and calls and was stopped");
        }
    }

    public void Enter()
    {
        Tick();
        if (++Depth > Options.Limits.MaxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new PythonError("RecursionError", "maximum recursion depth exceeded");
        }
    }

    public void Leave() => Depth--;

    /// <summary>Runs something with an output of its own and gives what it wrote.</summary>
    public string Capture<T>(T state, Action<T> write)
    {
        var outer = Output;
        var own = StringBuilders.Rent();
        Output = own;
        try
        {
            write(state);
            return own.ToString();
        }
        finally
        {
            Output = outer;
            StringBuilders.Return(own);
        }
    }

    /// <summary>Runs another template with variables of its own, writing here.</summary>
    public void Include(JinjaTemplate other, ITemplateVariables seen)
    {
        var outer = (Template, Variables, Autoescape, Line);
        Enter();
        (Template, Variables, Autoescape, Line) = (other, seen, Options.Autoescape, 1);
        other.Run(this);
        (Template, Variables, Autoescape, Line) = outer;
        Leave();
    }

    public void WriteText(string text)
    {
        Output.Append(text);
        CheckOutput();
    }

    /// <summary>Prints a value as <c>str()</c> does.</summary>
    public void Write(object? value)
    {
        switch (value)
        {
            case string text:
                Output.Append(text);
                break;
            case Markup markup:
                Output.Append(markup.Text);
                break;
            case long number:
                Output.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case null:
                Output.Append("None");
                break;
            default:
                Output.Append(Printing.Str(value));
                break;
        }

        CheckOutput();
    }

    public void WriteEscaped(object? value) => WriteText(Markup.Escape(value).Text);

    private void CheckOutput()
    {
        if (Output.Length > Options.Limits.MaxOutputLength)
        {
            throw new PythonError("MemoryError", $"the output is longer than {Options.Limits.MaxOutputLength} characters and was stopped");
        }
    }
}
