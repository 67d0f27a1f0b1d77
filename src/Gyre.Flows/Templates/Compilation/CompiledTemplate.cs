using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>A template ready to run, and the names it looks for in its variables.</summary>
internal sealed record CompiledTemplate(Step[] Steps, int Size, HashSet<string> UndeclaredVariables);
