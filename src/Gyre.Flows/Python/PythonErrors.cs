using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>Turns what a worker reports into the original's errors.</summary>
internal static class PythonErrors
{
    /// <summary>A failure while loading: NoToolDefined, PythonLoadError, ToolLoadError …</summary>
    public static FlowException OfLoad(PythonDict error)
    {
        var details = Details(error);
        return new FlowException(Text(error, "code") ?? ErrorClasses.PythonLoadError, Text(error, "message") ?? Said(details))
        {
            InnerClass = Text(details, "type"),
            ToolDetails = details,
            File = Text(details, "filename"),
            Line = LineOf(details),
        };
    }

    /// <summary>A failure of a node's call: ToolExecutionError, or the promptflow exception that the tool raised on purpose.</summary>
    public static FlowException OfTool(PythonDict error, string node) =>
        Raised(error, node) ?? Execution(ErrorClasses.ToolExecutionError, error, node);

    /// <summary>A failure of a flex flow's call.</summary>
    public static FlowException OfFlow(PythonDict error, string name) =>
        Raised(error, name) ?? Execution(ErrorClasses.ScriptExecutionError, error, name);

    /// <summary>A worker that the code itself ended with SystemExit or KeyboardInterrupt.</summary>
    public static FlowException Crashed(PythonDict error, string node, int? line) =>
        new(ErrorClasses.ProcessCrashError, $"Process crashed while executing line {line ?? 0}.") { Node = node, InnerClass = Text(Details(error), "type") };

    /// <summary>Whether the report says that the process ended itself.</summary>
    public static bool IsCrash(PythonDict error) => Text(error, "code") == ErrorClasses.ProcessCrashError;

    private static FlowException? Raised(PythonDict error, string node)
    {
        if (Text(error, "code") is not { } code)
        {
            return null;
        }

        var details = Details(error);
        return new FlowException(code, Text(error, "message") ?? Said(details))
        {
            Kind = error.TryGetValue("system", out var system) && system is true ? ErrorKind.SystemError : ErrorKind.UserError,
            InnerClass = Text(error, "inner"),
            Node = node,
            ToolDetails = details,
            File = Text(details, "filename"),
            Line = LineOf(details),
        };
    }

    private static FlowException Execution(string errorClass, PythonDict error, string name)
    {
        var details = Details(error);
        return new FlowException(errorClass, $"Execution failure in '{name}': ({Text(details, "type")}) {Text(details, "message")}")
        {
            InnerClass = Text(details, "type"),
            Node = name,
            ToolDetails = details,
            File = Text(details, "filename"),
            Line = LineOf(details),
        };
    }

    private static PythonDict? Details(PythonDict error) => error.TryGetValue("details", out var details) ? details as PythonDict : null;

    private static string? Text(PythonDict? dict, string key) => dict is not null && dict.TryGetValue(key, out var value) ? value as string : null;

    private static int? LineOf(PythonDict? details) => details is not null && details.TryGetValue("lineno", out var line) ? (int?)(line as long?) : null;

    private static string Said(PythonDict? details) => $"({Text(details, "type")}) {Text(details, "message")}";
}
