namespace Gyre.Flows.Execution.Records;

/// <summary>The classes above each error class in the original, outermost first: what <c>code</c> and <c>innerError</c> nest.</summary>
internal static class ErrorHierarchy
{
    private static readonly Dictionary<string, string[]> Between = Table();

    /// <summary><c>UserError</c> or <c>SystemError</c>, the classes between, the class itself.</summary>
    public static IReadOnlyList<string> Of(string errorClass, ErrorKind kind) => errorClass switch
    {
        ErrorClasses.UserErrorException => ["UserError"],
        ErrorClasses.ValidationException => ["UserError", "ValidationError"],
        _ => [kind.ToString(), .. Between.GetValueOrDefault(errorClass, []), errorClass],
    };

    /// <summary>Which part of the original an error comes from, as its <c>referenceCode</c> says.</summary>
    public static string ReferenceCode(string errorClass) => errorClass switch
    {
        ErrorClasses.ToolExecutionError => "Tool/__pf_main__",
        ErrorClasses.ToolLoadError or ErrorClasses.WrappedOpenAiError or ErrorClasses.ExceedMaxRetryTimes or ErrorClasses.JinjaTemplateError => "Tool",
        ErrorClasses.FlowOutputUnserializable => "FlowExecutor",
        ErrorClasses.BatchRunTimeoutError or ErrorClasses.EmptyInputsData or ErrorClasses.ApplyInputMappingError => "Batch",
        _ => "Executor",
    };

    private static Dictionary<string, string[]> Table()
    {
        var table = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Add(
            ["ValidationError", "InvalidFlowRequest"],
            ErrorClasses.NodeInputValidationError, ErrorClasses.DuplicateNodeName, ErrorClasses.EmptyOutputReference, ErrorClasses.OutputReferenceNotFound,
            ErrorClasses.InputReferenceNotFound, ErrorClasses.InputNotFound, ErrorClasses.InputTypeError, ErrorClasses.InputParseError,
            ErrorClasses.InvalidConnectionType, ErrorClasses.NodeReferenceNotFound, ErrorClasses.NodeCircularDependency, ErrorClasses.InvalidNodeReference);
        Add(["ValidationError", "InvalidRequest"], ErrorClasses.GetConnectionError);
        Add(
            ["ValidationError"],
            ErrorClasses.InvalidSource, ErrorClasses.PackageToolNotFoundError, ErrorClasses.InvalidAssistantTool, ErrorClasses.ValueTypeUnresolved,
            ErrorClasses.FailedToImportModule, ErrorClasses.FlowDefinitionError, ErrorClasses.InvalidFlowError, ErrorClasses.InvalidImageInput, ErrorClasses.PythonLoadError);
        Add(["NodeReferenceError"], ErrorClasses.UnsupportedReference, ErrorClasses.InvalidReferenceProperty);
        Add(
            ["ToolValidationError"],
            ErrorClasses.ChatApiAssistantRoleInvalidFormat, ErrorClasses.ChatApiFunctionRoleInvalidFormat, ErrorClasses.ChatApiInvalidFunctions, ErrorClasses.ChatApiInvalidRole,
            ErrorClasses.ChatApiInvalidTools, ErrorClasses.ChatApiToolRoleInvalidFormat, ErrorClasses.JinjaTemplateError);
        return table;

        void Add(string[] between, params ReadOnlySpan<string> classes)
        {
            foreach (var name in classes)
            {
                table[name] = between;
            }
        }
    }
}
