using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Gyre.Flows.Schemas;

/// <summary>The metadata of a tool.</summary>
internal sealed record ToolShape
{
    [Description("Name for people.")]
    public string? Name { get; init; }

    [Description("What it does.")]
    public string? Description { get; init; }

    [Description("python unless written.")]
    [AllowedValues("python", "llm", "custom_llm", "prompt")]
    public string? Type { get; init; }

    [Description("Python module.")]
    public required string Module { get; init; }

    [Description("Class, for a method.")]
    public string? ClassName { get; init; }

    [Description("Function or method.")]
    public required string Function { get; init; }

    [Description("A file, or {light, dark}.")]
    public JsonElement? Icon { get; init; }

    [Description("For lists.")]
    public string? Category { get; init; }

    [Description("For lists.")]
    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    [Description("The template a new node begins with.")]
    public string? DefaultPrompt { get; init; }

    [Description("Ids that mean this tool too.")]
    public IReadOnlyList<string>? DeprecatedTools { get; init; }

    [Description("By parameter.")]
    public IReadOnlyDictionary<string, ToolInputShape>? Inputs { get; init; }

    [Description("For editors.")]
    public JsonElement? Groups { get; init; }

    [Description("Python package.")]
    public string? Package { get; init; }

    [Description("Its version.")]
    public string? PackageVersion { get; init; }

    [Description("Whether it takes other inputs too.")]
    public bool? EnableKwargs { get; init; }

    [Description("Information only.")]
    public bool? IsBuiltin { get; init; }

    [Description("Information only.")]
    public string? ToolState { get; init; }

    [Description("Information only.")]
    public JsonElement? Structure { get; init; }

    [Description("Information only.")]
    public string? EndpointName { get; init; }

    [Description("Connection classes.")]
    public JsonElement? ConnectionType { get; init; }

    [Description("Information only.")]
    public string? Code { get; init; }

    [Description("Information only.")]
    public string? Source { get; init; }

    [Description("Information only.")]
    public string? LkgCode { get; init; }

    [Description("Information only.")]
    public JsonElement? Outputs { get; init; }
}

/// <summary>A parameter of a tool.</summary>
internal sealed record ToolInputShape
{
    [Description("A type, or a list of them; a literal is parsed with the first.")]
    public required JsonElement Type { get; init; }

    [Description("The default.")]
    public JsonElement? Default { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("The values to choose from.")]
    public IReadOnlyList<JsonElement>? Enum { get; init; }

    [Description("Shown when this input is set.")]
    public string? EnabledBy { get; init; }

    [Description("Shown for these values of it.")]
    public IReadOnlyList<JsonElement>? EnabledByValue { get; init; }

    [Description("Shown for these types of it.")]
    public IReadOnlyList<string>? EnabledByType { get; init; }

    [Description("A function that lists the values.")]
    public JsonElement? DynamicList { get; init; }

    [Description("Whether other values may be typed.")]
    public bool? AllowManualEntry { get; init; }

    [Description("Whether several may be chosen.")]
    public bool? IsMultiSelect { get; init; }

    [Description("A function that makes the value.")]
    public JsonElement? GeneratedBy { get; init; }

    [Description("Strong types of a custom connection.")]
    public JsonElement? CustomType { get; init; }

    [Description("For editors.")]
    public JsonElement? FilterBy { get; init; }

    [Description("For editors.")]
    public bool? Advanced { get; init; }

    [Description("For editors.")]
    public JsonElement? UiHints { get; init; }

    [Description("For editors.")]
    public string? InputType { get; init; }

    [Description("For editors.")]
    public JsonElement? UndefinedField1 { get; init; }

    [Description("For editors.")]
    public JsonElement? UndefinedField2 { get; init; }
}
