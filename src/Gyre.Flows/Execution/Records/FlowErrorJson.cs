using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Records;

/// <summary>The original's error object: <c>{message, messageFormat, messageParameters, referenceCode, code, innerError, additionalInfo, debugInfo}</c>.</summary>
internal static class FlowErrorJson
{
    private const string ToolDetails = "ToolExecutionErrorDetails";

    // Ours: the original says the place in the message only.
    private const string Place = "FlowLocation";

    public static void Write(Utf8JsonWriter json, FlowError? error)
    {
        if (error is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("message", error.Message);
        json.WriteString("messageFormat", Format(error.Code));
        json.WriteStartObject("messageParameters");
        if (error.Node is { } node)
        {
            json.WriteString("node_name", node);
        }

        json.WriteEndObject();
        json.WriteString("referenceCode", ErrorHierarchy.ReferenceCode(error.Code));
        WriteCodes(json, error);
        WriteAdditional(json, error);
        json.WriteStartObject("debugInfo");
        WriteDebug(json, error.Code, error.Message, "");
        json.WritePropertyName("innerException");
        if (error.Inner is { } inner)
        {
            json.WriteStartObject();
            WriteDebug(json, inner, Text(error.ToolDetails, "message") ?? error.Message, Text(error.ToolDetails, "traceback") ?? "");
            json.WriteNull("innerException");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static FlowError? Read(object? value)
    {
        if (value is not PythonDict error)
        {
            return null;
        }

        var codes = Codes(error).ToList();
        var debug = Dict(error, "debugInfo");
        var details = Additional(error, ToolDetails);
        var place = Additional(error, Place);
        var message = Text(error, "message") ?? "";
        var code = Text(debug, "type") ?? codes[^1] switch
        {
            "UserError" => ErrorClasses.UserErrorException,
            "ValidationError" => ErrorClasses.ValidationException,
            var last => message.StartsWith("Tool load failed in ", StringComparison.Ordinal) ? ErrorClasses.ResolveToolError : last,
        };
        return new FlowError(code, Text(Dict(debug, "innerException"), "type") ?? Text(details, "type"), message, codes[0] == "SystemError" ? ErrorKind.SystemError : ErrorKind.UserError)
        {
            Node = Text(Dict(error, "messageParameters"), "node_name"),
            File = Text(place, "file"),
            Line = place is not null && place.TryGetValue("line", out var line) && line is long number ? (int)number : null,
            ToolDetails = details,
        };
    }

    private static string Format(string code) => code switch
    {
        ErrorClasses.ToolExecutionError => "Execution failure in '{node_name}'.",
        ErrorClasses.ResolveToolError => "Tool load failed in '{node_name}'.",
        _ => "",
    };

    private static void WriteCodes(Utf8JsonWriter json, FlowError error)
    {
        // ResolveToolError has no code of its own in the original.
        var codes = ErrorHierarchy.Of(error.Code == ErrorClasses.ResolveToolError ? error.Inner ?? error.Code : error.Code, error.Kind);
        for (var i = 0; i < codes.Count; i++)
        {
            if (i > 0)
            {
                json.WriteStartObject("innerError");
            }

            json.WriteString("code", codes[i]);
        }

        json.WriteNull("innerError");
        for (var i = 1; i < codes.Count; i++)
        {
            json.WriteEndObject();
        }
    }

    private static void WriteAdditional(Utf8JsonWriter json, FlowError error)
    {
        if (error is { ToolDetails: null, File: null })
        {
            return;
        }

        json.WriteStartArray("additionalInfo");
        if (error.ToolDetails is { } details)
        {
            json.WriteStartObject();
            json.WriteString("type", ToolDetails);
            json.WritePropertyName("info");
            PythonJson.Write(json, details);
            json.WriteEndObject();
        }

        if (error.File is { } file)
        {
            json.WriteStartObject();
            json.WriteString("type", Place);
            json.WriteStartObject("info");
            json.WriteString("file", file);
            if (error.Line is { } line)
            {
                json.WriteNumber("line", line);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDebug(Utf8JsonWriter json, string type, string message, string trace)
    {
        json.WriteString("type", type);
        json.WriteString("message", message);
        json.WriteString("stackTrace", trace);
    }

    private static IEnumerable<string> Codes(PythonDict error)
    {
        yield return Text(error, "code") ?? "SystemError";
        for (var inner = Dict(error, "innerError"); inner is not null; inner = Dict(inner, "innerError"))
        {
            if (Text(inner, "code") is { } code)
            {
                yield return code;
            }
        }
    }

    private static PythonDict? Additional(PythonDict error, string type) =>
        error.TryGetValue("additionalInfo", out var value) && value is List<object?> items
            ? items.OfType<PythonDict>().Where(i => Text(i, "type") == type).Select(i => Dict(i, "info")).FirstOrDefault()
            : null;

    private static PythonDict? Dict(PythonDict? dict, string key) => dict is not null && dict.TryGetValue(key, out var value) ? value as PythonDict : null;

    private static string? Text(PythonDict? dict, string key) => dict is not null && dict.TryGetValue(key, out var value) ? value as string : null;
}
