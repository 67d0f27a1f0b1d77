using Gyre.Flows.Tools;

namespace Gyre.Flows.Python;

/// <summary>The tool call on whose behalf an <see cref="IPythonHost"/> is asked.</summary>
internal static class PythonCall
{
    private static readonly AsyncLocal<ToolCall?> Ambient = new();

    /// <summary>Its line and its record, to which tokens and nested calls are added; null while a tool is only being loaded.</summary>
    public static ToolCall? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }
}
