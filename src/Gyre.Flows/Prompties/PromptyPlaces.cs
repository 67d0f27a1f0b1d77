using Gyre.Flows.Definitions;

namespace Gyre.Flows.Prompties;

/// <summary>Where in a prompty's file the cause of an error stands, as far as its class tells.</summary>
internal static class PromptyPlaces
{
    /// <summary>The same error with file and line.</summary>
    public static FlowException At(PromptyDefinition prompty, FlowException e) => new(e.ErrorClass, e.Message, e.InnerException)
    {
        InnerClass = e.InnerClass,
        Kind = e.Kind,
        Node = e.Node,
        File = e.File ?? prompty.File,
        Line = e.File is null || e.File == prompty.File ? LineOf(prompty, e.ErrorClass) : null,
        ToolDetails = e.ToolDetails,
    };

    private static int? LineOf(PromptyDefinition prompty, string errorClass) => errorClass switch
    {
        ErrorClasses.MissingRequiredInputError or ErrorClasses.InputTypeError or ErrorClasses.InputParseError or ErrorClasses.InvalidImageInput => Key(prompty, "inputs"),
        ErrorClasses.InvalidSampleError => Key(prompty, "sample"),
        ErrorClasses.InvalidOutputKeyError => Key(prompty, "outputs"),
        ErrorClasses.ChatApiInvalidRole or ErrorClasses.ChatApiToolRoleInvalidFormat or ErrorClasses.ChatApiFunctionRoleInvalidFormat
            or ErrorClasses.ChatApiAssistantRoleInvalidFormat or ErrorClasses.JinjaTemplateError => prompty.BodyLine,
        _ => Key(prompty, "model"),
    };

    private static int? Key(PromptyDefinition prompty, string key) => prompty.Lines.TryGetValue(key, out var line) ? line : null;
}
