namespace Gyre.Flows.Templates.Python;

/// <summary>A Python exception on its way through a template; <see cref="JinjaTemplate"/> turns it into a <see cref="JinjaRenderException"/> with its line.</summary>
internal sealed class PythonError(string type, string message) : Exception(message)
{
    public string Type { get; } = type;

    public static PythonError TypeError(string message) => new("TypeError", message);

    public static PythonError ValueError(string message) => new("ValueError", message);

    public static PythonError FilterArgument(string message) => new("FilterArgumentError", message);

    public static PythonError TooBig(string what) => new("MemoryError", $"{what} would be too big for a template");
}
