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
