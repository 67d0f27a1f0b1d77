using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Definitions;

/// <summary>prompty.ai's dialect of 2026.</summary>
internal static class PromptyV2
{
    public static readonly string[] Keys =
        ["$schema", "kind", "name", "displayName", "description", "metadata", "inputs", "outputs", "model", "tools", "template", "instructions", "additionalInstructions", "sample"];

    public static readonly string[] ModelKeys = ["id", "provider", "apiType", "connection", "options"];

    private static readonly (string Option, string Field)[] Options =
    [
        ("temperature", "temperature"), ("maxOutputTokens", "max_tokens"), ("topP", "top_p"), ("topK", "top_k"), ("seed", "seed"),
        ("frequencyPenalty", "frequency_penalty"), ("presencePenalty", "presence_penalty"), ("stopSequences", "stop"),
        ("allowMultipleToolCalls", "parallel_tool_calls"),
    ];

    /// <summary>Brings resolved front matter to the shape of both dialects.</summary>
    public static PromptySettings Read(PromptyDefinition prompty, PythonDict front, Func<string, string?> environment)
    {
        var outputs = front.FindNamed("outputs").ToArray();
        var sample = new PythonDict(front.FindNamed("inputs").Where(i => i.Fields.ContainsKey("example"))
            .Select(i => KeyValuePair.Create(i.Name, i.Fields.Find("example"))));
        return new PromptySettings
        {
            Name = front.FindText("name") ?? prompty.Name,
            Description = front.FindText("description"),
            Model = ReadModel(front, outputs, environment),
            Inputs = [.. front.FindNamed("inputs").Select(i => ReadInput(i.Name, i.Fields))],
            Outputs = [.. outputs.Select(o => new FlowOutput(o.Name, new LiteralBinding(null)) { Type = PromptySchemas.TypeOf(o.Fields), Description = o.Fields.FindText("description") })],
            Sample = front.Find("sample") as PythonDict ?? (sample.Count > 0 ? sample : null),
            TemplateFormat = front.FindText("template") ?? front.FindDict("template").FindText("format") ?? front.FindDict("template").FindDict("format").FindText("kind") ?? "jinja2",
        };
    }

    private static FlowInput ReadInput(string name, PythonDict fields)
    {
        var optional = fields.ContainsKey("default") || fields.Find("required") is false;
        return new FlowInput(name, PromptySchemas.TypeOf(fields))
        {
            Default = fields.Find("default"),
            HasDefault = optional,
            Description = fields.FindText("description"),
            Enum = fields.Find("enumValues") as List<object?>,
        };
    }

    private static PromptyModel ReadModel(PythonDict front, (string Name, PythonDict Fields)[] outputs, Func<string, string?> environment)
    {
        if (front.Find("model") is string id)
        {
            return new PromptyModel { Model = id, Connection = PromptyConnections.OpenAi(null, null, null, environment), Parameters = Parameters([], front, outputs) };
        }

        var model = front.FindDict("model");
        var connection = model.FindDict("connection");
        var byName = connection.FindText("kind") is "reference" or "remote" || (!connection.ContainsKey("kind") && connection.ContainsKey("name") && !connection.ContainsKey("apiKey"));
        return new PromptyModel
        {
            Api = model.FindText("apiType") ?? "chat",
            Model = model.FindText("id"),
            ConnectionName = byName ? connection.FindText("name") : null,
            Connection = byName ? null : ReadConnection(model, connection, environment),
            Parameters = Parameters(model.FindDict("options"), front, outputs),
        };
    }

    private static Connection? ReadConnection(PythonDict model, PythonDict connection, Func<string, string?> environment)
    {
        var (endpoint, key) = (connection.FindText("endpoint"), connection.FindText("apiKey"));
        return model.FindText("provider") switch
        {
            "foundry" or "azure" or "azure_openai" => PromptyConnections.Azure(endpoint, key, connection.FindText("apiVersion"), environment),
            "openai" or null => PromptyConnections.OpenAi(endpoint, key, connection.FindText("organization"), environment),
            "anthropic" => PromptyConnections.Other("AnthropicConnection", endpoint, key ?? environment("ANTHROPIC_API_KEY")),
            var other => PromptyConnections.Other(other, endpoint, key),
        };
    }

    private static PythonDict Parameters(PythonDict options, PythonDict front, (string Name, PythonDict Fields)[] outputs)
    {
        var parameters = new PythonDict();
        foreach (var (option, field) in Options)
        {
            if (options.Find(option) is { } value)
            {
                parameters[field] = value;
            }
        }

        foreach (var (key, value) in options.FindDict("additionalProperties"))
        {
            parameters[key] = value;
        }

        if (PromptySchemas.Tools(front) is { Count: > 0 } tools)
        {
            parameters["tools"] = tools;
        }

        if (outputs.Length > 0 && !parameters.ContainsKey("response_format"))
        {
            parameters["response_format"] = PromptySchemas.ResponseFormat(outputs);
        }

        return parameters;
    }
}
