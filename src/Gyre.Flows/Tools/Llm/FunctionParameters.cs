using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Checks of <c>tools</c>, <c>tool_choice</c>, <c>functions</c> and <c>function_call</c> before a request is sent, in the original's words.</summary>
internal static class FunctionParameters
{
    private const string FunctionExample = """Here is a valid function example: {"name": "function_name", "parameters": {"type": "object", "properties": {"parameter_name": {"type": "integer", "description": "parameter_description"}}}, "description": "function_description"}.""";
    private const string ToolExample = """Here is a valid tool example: {"type": "function", "function": {"name": "get_current_weather", "description": "…", "parameters": {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]}}}.""";

    /// <summary>Puts into the request what the inputs have of them; tools win over functions.</summary>
    /// <exception cref="FlowException">ChatAPIInvalidFunctions, ChatAPIInvalidTools, FunctionCallNotSupportedInStreamMode.</exception>
    public static void Put(PythonDict body, PythonDict inputs, bool stream)
    {
        if (inputs.GetValueOrDefault("tools") is { } tools)
        {
            body["tools"] = Tools(tools);
            body["tool_choice"] = ToolChoice(inputs.GetValueOrDefault("tool_choice"));
        }
        else if (inputs.GetValueOrDefault("functions") is { } functions)
        {
            body["functions"] = Functions(functions);
            body["function_call"] = FunctionCall(inputs.GetValueOrDefault("function_call"));
            if (stream)
            {
                throw new FlowException("FunctionCallNotSupportedInStreamMode", "Function calling has not been supported by stream mode yet.");
            }
        }
    }

    /// <summary>The list of functions, checked.</summary>
    public static List<object?> Functions(object functions)
    {
        var list = functions as List<object?> ?? throw BadFunctions($"functions must be a list, but it is {PythonText.TypeName(functions)}.");
        if (list.Count == 0)
        {
            throw BadFunctions("functions cannot be an empty list.");
        }

        for (var i = 0; i < list.Count; i++)
        {
            CheckFunction(i, list[i], BadFunctions);
        }

        return list;
    }

    /// <summary>The list of tools, checked.</summary>
    public static List<object?> Tools(object tools)
    {
        var list = tools as List<object?> ?? throw BadTools($"tools must be a list, but it is {PythonText.TypeName(tools)}.");
        if (list.Count == 0)
        {
            throw BadTools("tools cannot be an empty list.");
        }

        for (var i = 0; i < list.Count; i++)
        {
            var tool = list[i] as PythonDict ?? throw BadTools($"tool {i} '{PythonText.Str(list[i])}' is not a dict.");
            foreach (var key in new[] { "type", "function" })
            {
                if (!tool.ContainsKey(key))
                {
                    throw BadTools($"tool {i} '{PythonText.Str(tool)}' does not have '{key}' property.");
                }
            }

            CheckFunction(i, tool["function"], BadTools);
        }

        return list;
    }

    /// <summary><c>auto</c>, <c>none</c>, or a dict with a name; auto where nothing is said.</summary>
    public static object FunctionCall(object? choice) => choice switch
    {
        null => "auto",
        "auto" or "none" => choice,
        PythonDict dict when dict.ContainsKey("name") => dict,
        PythonDict dict => throw BadFunctions($"function_call parameter {PythonJson.Write(dict)} must contain \"name\" field."),
        _ => throw BadFunctions($"function_call parameter '{PythonText.Str(choice)}' must be a dict, but not {PythonText.TypeName(choice)}."),
    };

    /// <summary><c>auto</c>, <c>none</c>, <c>required</c>, or a dict that names a function; auto where nothing is said.</summary>
    public static object ToolChoice(object? choice)
    {
        switch (choice)
        {
            case null:
                return "auto";
            case "auto" or "none" or "required":
                return choice;
            case PythonDict dict:
                foreach (var key in new[] { "type", "function" })
                {
                    if (!dict.ContainsKey(key))
                    {
                        throw BadTools($"tool_choice parameter {PythonJson.Write(dict)} must contain \"{key}\" field.");
                    }
                }

                var function = dict["function"] as PythonDict
                    ?? throw BadTools($"function parameter \"{PythonText.Str(dict["function"])}\" in tool_choice must be a dict, but not {PythonText.TypeName(dict["function"])}.");
                return function.ContainsKey("name") ? dict : throw BadTools($"function parameter \"{PythonJson.Write(function)}\" in tool_choice must contain \"name\" field.");
            default:
                throw BadTools($"tool_choice parameter '{PythonText.Str(choice)}' must be a dict, but not {PythonText.TypeName(choice)}.");
        }
    }

    private static void CheckFunction(int i, object? value, Func<string, FlowException> bad)
    {
        var function = value as PythonDict ?? throw bad($"function {i} '{PythonText.Str(value)}' is not a dict.");
        foreach (var key in new[] { "name", "parameters" })
        {
            if (!function.ContainsKey(key))
            {
                throw bad($"function {i} '{PythonText.Str(function)}' does not have '{key}' property.");
            }
        }

        var about = $"function {i} '{PythonText.Str(function["name"])}' parameters";
        var parameters = function["parameters"] as PythonDict ?? throw bad($"{about} '{PythonText.Str(function["parameters"])}' should be described as a JSON Schema object.");
        foreach (var key in new[] { "type", "properties" })
        {
            if (!parameters.ContainsKey(key))
            {
                throw bad($"{about} '{PythonText.Str(parameters)}' does not have '{key}' property.");
            }
        }

        if (parameters["type"] is not "object")
        {
            throw bad($"{about} 'type' should be 'object'.");
        }

        if (parameters["properties"] is not PythonDict)
        {
            throw bad($"{about} 'properties' should be described as a JSON Schema object.");
        }
    }

    private static FlowException BadFunctions(string message) => new(ErrorClasses.ChatApiInvalidFunctions, $"{message} {FunctionExample}");

    private static FlowException BadTools(string message) => new(ErrorClasses.ChatApiInvalidTools, $"{message} {ToolExample}");
}
