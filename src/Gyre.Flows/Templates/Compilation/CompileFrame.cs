using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>Where in the template the compiler stands.</summary>
/// <param name="Symbols">The names of the scope.</param>
/// <param name="Function">Where their values lie.</param>
/// <param name="Escape">Whether output is escaped here.</param>
/// <param name="Soft">Whether this is inside a condition, where an unknown filter fails only when it is reached.</param>
internal sealed record CompileFrame(Symbols Symbols, FunctionScope Function, EscapeMode Escape, bool Soft = false)
{
    /// <summary>Where the text of a filter block lies while its filter is compiled.</summary>
    public Slot? Captured { get; init; }

    public CompileFrame Inner() => new(new Symbols(Symbols), Function, Escape);

    public CompileFrame InnerFunction()
    {
        var symbols = new Symbols(Symbols);
        return new CompileFrame(symbols, new FunctionScope(symbols.Level, Function), Escape);
    }
}
