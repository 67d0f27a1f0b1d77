namespace Gyre.Flows.Templates;

/// <summary>A template that cannot be read or rendered.</summary>
internal abstract class JinjaException(string message, int line, string? template, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>1-based line of the template.</summary>
    public int Line { get; } = line;

    /// <summary>The name of the template, where it has one.</summary>
    public string? Template { get; } = template;

    /// <summary>The class Python raises in the same place, e.g. <c>UndefinedError</c>.</summary>
    public abstract string PythonType { get; }
}

/// <summary>A template that cannot be read. The message is Jinja2's own.</summary>
internal sealed class JinjaSyntaxException(string message, int line, string? template = null) : JinjaException(message, line, template)
{
    /// <inheritdoc/>
    public override string PythonType => "TemplateSyntaxError";
}

/// <summary>A template that failed while it was rendered. The message is that of the Python exception.</summary>
internal sealed class JinjaRenderException(string pythonType, string message, int line, string? template = null, Exception? inner = null)
    : JinjaException(message, line, template, inner)
{
    /// <inheritdoc/>
    public override string PythonType { get; } = pythonType;
}
