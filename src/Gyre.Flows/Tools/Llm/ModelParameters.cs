using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Llm;

/// <summary>The parameters of the original's chat and completion functions: names, types, defaults, and how they become a request.</summary>
internal sealed class ModelParameters
{
    private readonly ModelDialect dialect;
    private readonly bool isChat;

    public ModelParameters(ModelDialect dialect, bool isChat)
    {
        (this.dialect, this.isChat) = (dialect, isChat);
        List = [.. isChat ? Chat(dialect) : Completion(dialect), new ToolParameter("kwargs", ["object"]) { HasDefault = true, TakesRest = true }];
        Names = List.Where(p => !p.TakesRest).Select(p => p.Name).Concat(["connection", "prompt"]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>As tool metadata has them; a literal is parsed with the type.</summary>
    public IReadOnlyList<ToolParameter> List { get; }

    /// <summary>The names a template may not use.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>The inputs that are not parameters: the template's variables.</summary>
    public PythonDict Variables(PythonDict inputs)
    {
        var variables = new PythonDict(inputs.Count);
        foreach (var (name, value) in inputs)
        {
            if (name is not string key || !IsParameter(key))
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    /// <summary>Whether the inputs ask for a stream.</summary>
    public static bool AsksForStream(PythonDict inputs) => string.Equals(PythonText.Str(inputs.GetValueOrDefault("stream")), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The request without its text.</summary>
    /// <exception cref="FlowException">LLMError for a number that is none, ChatAPIInvalidFunctions, ChatAPIInvalidTools, FunctionCallNotSupportedInStreamMode.</exception>
    public PythonDict Request(PythonDict inputs, bool stream)
    {
        var body = new PythonDict(16) { ["model"] = Model(inputs) };
        body["temperature"] = Number(inputs, "temperature", 1.0);
        body["top_p"] = Number(inputs, "top_p", 1.0);
        if (!isChat || dialect == ModelDialect.Azure)
        {
            body["n"] = Whole(inputs, "n", 1L);
        }

        body["stream"] = stream;
        Put(body, "max_tokens", MaxTokens(inputs));
        Put(body, "presence_penalty", Number(inputs, "presence_penalty", null));
        Put(body, "frequency_penalty", Number(inputs, "frequency_penalty", null));
        PutFilled(body, inputs, "stop", "logit_bias", "user");
        if (isChat)
        {
            PutFilled(body, inputs, "response_format");
            Put(body, "seed", Whole(inputs, "seed", null));
            FunctionParameters.Put(body, inputs, stream);
        }
        else
        {
            PutFilled(body, inputs, "suffix");
            Put(body, "logprobs", inputs.GetValueOrDefault("logprobs") is { } log && PythonText.Truth(log) ? Whole(inputs, "logprobs", null) : null);
            body["echo"] = string.Equals(PythonText.Str(inputs.GetValueOrDefault("echo")), "true", StringComparison.OrdinalIgnoreCase);
            body["best_of"] = Whole(inputs, "best_of", 1L);
        }

        return body;
    }

    private static List<ToolParameter> Chat(ModelDialect dialect) =>
    [
        Required(dialect),
        Optional("temperature", "double", 1.0),
        Optional("top_p", "double", 1.0),
        .. dialect == ModelDialect.Azure ? [Optional("n", "int", 1L)] : Array.Empty<ToolParameter>(),
        Optional("stream", "bool", false),
        Optional("stop", "list"),
        Optional("max_tokens", "object"),
        Optional("presence_penalty", "double"),
        Optional("frequency_penalty", "double"),
        Optional("logit_bias", "object"),
        Optional("user", "string", ""),
        Optional("function_call", "object"),
        Optional("functions", "list"),
        Optional("tool_choice", "object"),
        Optional("tools", "list"),
        Optional("response_format", "object"),
        Optional("seed", "int"),
    ];

    private static List<ToolParameter> Completion(ModelDialect dialect) =>
    [
        Required(dialect),
        Optional("suffix", "string"),
        Optional("max_tokens", "object", 16L),
        Optional("temperature", "double", 1.0),
        Optional("top_p", "double", 1.0),
        Optional("n", "int", 1L),
        Optional("stream", "bool", false),
        Optional("logprobs", "int"),
        Optional("echo", "bool", false),
        Optional("stop", "list"),
        Optional("presence_penalty", "double"),
        Optional("frequency_penalty", "double"),
        Optional("best_of", "int", 1L),
        Optional("logit_bias", "object"),
        Optional("user", "string", ""),
    ];

    private static ToolParameter Required(ModelDialect dialect) => new(dialect.ModelParameter, ["string"]) { HasDefault = dialect != ModelDialect.Azure, Default = "" };

    private static ToolParameter Optional(string name, string type, object? value = null) => new(name, [type]) { HasDefault = true, Default = value };

    private bool IsParameter(string name) => Names.Contains(name) || (dialect.TakesDeployment && name == "deployment_name");

    private string Model(PythonDict inputs)
    {
        var model = PythonText.Str(inputs.GetValueOrDefault(dialect.ModelParameter) ?? "");
        if (model.Length == 0 && dialect.TakesDeployment)
        {
            model = PythonText.Str(inputs.GetValueOrDefault("deployment_name") ?? "");
        }

        return model.Length > 0 || dialect != ModelDialect.Azure
            ? model
            : throw ModelCalls.Unusable("TypeError", $"AzureOpenAI.{(isChat ? "chat" : "completion")}() missing 1 required positional argument: 'deployment_name'");
    }

    private object? MaxTokens(PythonDict inputs) => inputs.TryGetValue("max_tokens", out var written)
        ? written is null or "" || PythonText.Str(written).Equals("inf", StringComparison.OrdinalIgnoreCase) ? null : Whole(inputs, "max_tokens", null)
        : isChat ? null : 16L;

    private static object? Number(PythonDict inputs, string name, double? otherwise) => Converted(inputs, name, "double", otherwise);

    private static object? Whole(PythonDict inputs, string name, long? otherwise) => Converted(inputs, name, "int", otherwise);

    private static object? Converted(PythonDict inputs, string name, string type, object? otherwise)
    {
        var value = inputs.GetValueOrDefault(name);
        try
        {
            return value is null or "" ? otherwise : DeclaredType.Parse(type, value);
        }
        catch (FormatException e)
        {
            throw ModelCalls.Unusable("ValueError", $"'{name}': {e.Message}");
        }
    }

    private static void Put(PythonDict body, string name, object? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private static void PutFilled(PythonDict body, PythonDict inputs, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (inputs.GetValueOrDefault(name) is { } value && PythonText.Truth(value))
            {
                body[name] = value;
            }
        }
    }
}
