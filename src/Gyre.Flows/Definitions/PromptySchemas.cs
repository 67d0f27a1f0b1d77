using Gyre.Flows.Values;

namespace Gyre.Flows.Definitions;

/// <summary>Turns Prompty v2's properties into the JSON Schemas that models take.</summary>
internal static class PromptySchemas
{
    /// <summary>prompt flow's name for the type of a property.</summary>
    public static string TypeOf(PythonDict property) => (property.FindText("kind") ?? property.FindText("type")) switch
    {
        null => property.Find("default") is { } value ? PromptyFields.TypeOf(value) : "string",
        "integer" or "int" => "int",
        "float" or "number" or "double" => "double",
        "boolean" or "bool" => "bool",
        "array" or "list" or "thread" => "list",
        "object" => "object",
        "image" => "image",
        _ => "string",
    };

    /// <summary>The function tools as requests have them; other kinds of tools need a runtime of their own and are left out.</summary>
    public static List<object?> Tools(PythonDict front) =>
        [.. front.FindNamed("tools").Where(t => t.Fields.FindText("kind") is null or "function").Select(t => (object?)new PythonDict
        {
            ["type"] = "function",
            ["function"] = Function(t.Name, t.Fields),
        })];

    /// <summary>The structured output that the declared outputs ask for.</summary>
    public static PythonDict ResponseFormat(IReadOnlyList<(string Name, PythonDict Fields)> outputs)
    {
        var schema = ObjectSchema(outputs);
        schema["additionalProperties"] = false;
        return new PythonDict
        {
            ["type"] = "json_schema",
            ["json_schema"] = new PythonDict { ["name"] = "outputs", ["schema"] = schema, ["strict"] = true },
        };
    }

    private static PythonDict Function(string name, PythonDict tool)
    {
        var function = new PythonDict { ["name"] = name };
        if (tool.FindText("description") is { } description)
        {
            function["description"] = description;
        }

        function["parameters"] = tool.Find("parameters") is PythonDict { } written && written.FindText("type") == "object"
            ? written
            : ObjectSchema([.. (tool.FindDict("parameters").ContainsKey("properties") ? tool.FindDict("parameters").FindNamed("properties") : tool.FindNamed("parameters"))]);
        return function;
    }

    private static PythonDict ObjectSchema(IReadOnlyList<(string Name, PythonDict Fields)> properties) => new()
    {
        ["type"] = "object",
        ["properties"] = new PythonDict(properties.Select(p => KeyValuePair.Create(p.Name, (object?)Schema(p.Fields)))),
        ["required"] = properties.Where(p => p.Fields.Find("required") is not false).Select(p => (object?)p.Name).ToList(),
    };

    private static PythonDict Schema(PythonDict property)
    {
        var type = TypeOf(property);
        var schema = type switch
        {
            "int" => new PythonDict { ["type"] = "integer" },
            "double" => new PythonDict { ["type"] = "number" },
            "bool" => new PythonDict { ["type"] = "boolean" },
            "list" => new PythonDict { ["type"] = "array", ["items"] = property.Find("items") is PythonDict items ? Schema(items) : [] },
            "object" when property.ContainsKey("properties") => ObjectSchema([.. property.FindNamed("properties")]),
            "object" => new PythonDict { ["type"] = "object" },
            _ => new PythonDict { ["type"] = "string" },
        };
        if (property.FindText("description") is { } description)
        {
            schema["description"] = description;
        }

        if (property.Find("enumValues") is List<object?> values)
        {
            schema["enum"] = values;
        }

        return schema;
    }
}
