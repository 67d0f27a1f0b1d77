using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>Whether printed values are escaped for HTML; <see cref="AsSet"/> where only rendering tells.</summary>
internal enum EscapeMode
{
    Never,
    Always,
    AsSet,
}

internal sealed class TextStep(string text) : Step
{
    public string Text => text;

    public override void Run(Activation activation) => activation.Context.WriteText(text);
}

/// <summary>Prints what a filter block or call block gives, which must be text.</summary>
internal sealed class RawPrintStep(int line, Node value) : Step
{
    public override void Run(Activation activation)
    {
        activation.Context.Line = line;
        var printed = value.Evaluate(activation);
        activation.Context.WriteText(Types.IsText(printed, out var text)
            ? text
            : throw PythonError.TypeError($"sequence item 0: expected str instance, {Types.Name(printed)} found"));
    }
}

internal sealed class PrintStep(int line, Node value, EscapeMode escape) : Step
{
    public override void Run(Activation activation)
    {
        var context = activation.Context;
        context.Line = line;
        var printed = value.Evaluate(activation);
        if (escape == EscapeMode.Always || (escape == EscapeMode.AsSet && context.Autoescape))
        {
            context.WriteEscaped(printed);
        }
        else
        {
            context.Write(printed);
        }
    }
}
