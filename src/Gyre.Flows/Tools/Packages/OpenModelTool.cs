using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Packages;

/// <summary>Calls an open model (LLaMa, Dolly, GPT-2, Falcon) behind an Azure ML endpoint that a custom connection describes.</summary>
internal static partial class OpenModelTool
{
    private const int Tries = 5;

    private static readonly string[] Needed = ["endpoint_url", "model_family", "endpoint_api_key"];

    public static BuiltInTool Make(TimeProvider time) => new("promptflow.tools.open_model_llm.OpenModelLLM.call", "Open Model LLM", "Answers a prompt with an open model behind an online or serverless endpoint.", "custom_llm")
    {
        Parameters =
        [
            new("endpoint_name", ["string"]), new("deployment_name", ["string"]) { HasDefault = true }, new("api", ["string"]), new("temperature", ["double"]) { HasDefault = true, Default = 1.0 },
            new("max_new_tokens", ["int"]) { HasDefault = true, Default = 500L }, new("top_p", ["double"]) { HasDefault = true, Default = 1.0 }, new("model_kwargs", ["object"]) { HasDefault = true },
            new("kwargs", ["object"]) { HasDefault = true, TakesRest = true },
        ],
        Deprecated = ["promptflow.tools.open_source_llm.OpenSourceLLM.call"],
        Run = (call, stop) => CallAsync(time, call, stop),
    };

    private static async ValueTask<object?> CallAsync(TimeProvider time, PackageCall call, CancellationToken cancellationToken)
    {
        var endpoint = await EndpointAsync(call, cancellationToken);
        var isChat = call.Text("api", "chat") == "chat";
        var variables = new PythonDict(call.Call.Inputs.Where(i => i.Key is not ("endpoint_name" or "deployment_name" or "api" or "temperature" or "max_new_tokens" or "top_p" or "model_kwargs"))
            .Select(i => KeyValuePair.Create((string)i.Key!, i.Value)));
        var prompt = (call.Template ?? PromptTemplate.Parse(call.Text("prompt"))).Render(variables, null, cancellationToken);
        var body = Body(endpoint, isChat, prompt, Parameters(call));
        var url = !endpoint.IsServerless ? endpoint.Url : isChat ? Ending(endpoint.Url, "/v1/chat/completions") : Ending(endpoint.Url, "/v1/completions");
        var deployment = call.Text("deployment_name").Trim();
        var delay = 2.0;
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = ToolHttp.Json(body) };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + endpoint.Key);
            if (deployment is not ("" or "default"))
            {
                request.Headers.TryAddWithoutValidation("azureml-model-deployment", deployment);
            }

            try
            {
                var (status, _, text) = await ToolHttp.SendAsync(request, cancellationToken);
                return status == 200 ? Answer(endpoint, isChat, text) : throw Online($"Request failure while calling Online Endpoint Status:{status}\nError:{text[..Math.Min(text.Length, 1000)]}");
            }
            catch (Exception e) when ((e is HttpRequestException || e is FlowException { ErrorClass: "OpenModelLLMOnlineEndpointError" }) && attempt < Tries)
            {
                call.Call.Record.WriteError(time, e.Message);
                delay *= 3;
                await Task.Delay(TimeSpan.FromSeconds(delay), time, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw Online($"Exception hit calling Online Endpoint: {e.Message}");
            }
        }
    }

    private static async ValueTask<Endpoint> EndpointAsync(PackageCall call, CancellationToken cancellationToken)
    {
        var parts = call.Text("endpoint_name").Split('/', 2);
        if (parts.Length != 2 || !(parts[0].Equals("localConnection", StringComparison.OrdinalIgnoreCase) || parts[0].Equals("connection", StringComparison.OrdinalIgnoreCase)))
        {
            throw new FlowException(
                "OpenModelLLMUserError",
                $"Invalid endpoint '{call.Text("endpoint_name")}': write localConnection/<name> of a custom connection with endpoint_url, model_family and endpoint_api_key. Endpoints of a cloud workspace are not looked up.");
        }

        var connection = await call.Call.Line.Flow.Connections.FindAsync(parts[1], cancellationToken)
            ?? throw new FlowException(ErrorClasses.ConnectionNotFoundError, $"Connection '{parts[1]}' is not found. Create it with: gyre connection create --file <connection.yaml>");
        var missing = Needed.FirstOrDefault(k => string.IsNullOrEmpty(connection[k]));
        if (missing is not null)
        {
            throw new FlowException("OpenModelLLMKeyValidationError", $"Required key `{missing}` not found in given custom connection.\nRequired keys are: endpoint_url,model_family,endpoint_api_key.");
        }

        return connection["model_family"] is "LLAMA" or "DOLLY" or "GPT2" or "FALCON"
            ? new Endpoint(connection["endpoint_url"]!, connection["endpoint_api_key"]!, connection["model_family"]!)
            : throw new FlowException("OpenModelLLMKeyValidationError", $"Given model_family '{connection["model_family"]}' not recognized.\nSupported models are: LLAMA,DOLLY,GPT2,FALCON.");
    }

    private static PythonDict Parameters(PackageCall call)
    {
        var parameters = new PythonDict();
        foreach (var (name, value) in call["model_kwargs"] as PythonDict ?? [])
        {
            parameters[name] = value;
        }

        parameters["top_p"] = DeclaredType.Parse("double", call["top_p"] ?? 1.0);
        parameters["temperature"] = DeclaredType.Parse("double", call["temperature"] ?? 1.0);
        parameters["max_new_tokens"] = DeclaredType.Parse("int", call["max_new_tokens"] ?? 500L);
        return parameters;
    }

    private static PythonDict Body(Endpoint endpoint, bool isChat, string prompt, PythonDict parameters)
    {
        if (endpoint.IsServerless && endpoint.Family == "LLAMA")
        {
            var body = isChat ? new PythonDict { ["model"] = "llama-2-7b-hf", ["messages"] = Messages(prompt), ["n"] = 1L } : new PythonDict { ["prompt"] = prompt, ["n"] = 1L };
            foreach (var (name, value) in parameters)
            {
                body[name] = value;
            }

            body["max_tokens"] = parameters["max_new_tokens"];
            return body;
        }

        if (endpoint.Family != "LLAMA")
        {
            return new PythonDict { ["input_data"] = new PythonDict { ["input_string"] = new List<object?> { prompt } }, ["parameters"] = parameters };
        }

        parameters["do_sample"] = parameters.GetValueOrDefault("do_sample") ?? true;
        return new PythonDict { ["input_data"] = new PythonDict { ["input_string"] = isChat ? Messages(prompt) : [prompt], ["parameters"] = parameters } };
    }

    private static List<object?> Messages(string prompt)
    {
        var chunks = Roles().Split(prompt).Select(c => c.Trim()).Where(c => c.Length > 0).ToList();
        var messages = new List<object?>();
        for (var i = 0; i < chunks.Count; i += 2)
        {
            if (chunks[i].ToLowerInvariant() is not ("system" or "user" or "assistant"))
            {
                throw new FlowException("OpenModelLLMUserError", $"The Chat API requires a specific format for prompt definition, with role delimiters on lines of their own. Current parsed role '{chunks[i].ToLowerInvariant()}' does not meet the requirement.");
            }

            if (i + 1 == chunks.Count)
            {
                throw new FlowException("OpenModelLLMUserError", "Unexpected chat format. Please ensure the query matches the chat format of the model used.");
            }

            messages.Add(new PythonDict { ["role"] = chunks[i].ToLowerInvariant(), ["content"] = chunks[i + 1] });
        }

        return messages;
    }

    private static object? Answer(Endpoint endpoint, bool isChat, string text)
    {
        object? answer;
        try
        {
            answer = PythonJson.Parse(text);
        }
        catch (JsonException)
        {
            throw Online($"Unexpected response format. Response: {text[..Math.Min(text.Length, 500)]}");
        }

        var first = answer is List<object?> { Count: > 0 } list ? list[0] as PythonDict : null;
        var choice = (answer as PythonDict)?.GetValueOrDefault("choices") is List<object?> { Count: > 0 } choices ? choices[0] as PythonDict : null;
        var found = endpoint.IsServerless && endpoint.Family == "LLAMA"
            ? isChat ? (choice?.GetValueOrDefault("message") as PythonDict)?.GetValueOrDefault("content") : choice?.GetValueOrDefault("text")
            : first?.GetValueOrDefault("0") ?? (answer as PythonDict)?.GetValueOrDefault("output");
        return found ?? throw Online($"Unexpected response format. Response: {PythonText.Str(answer)}");
    }

    private static string Ending(string url, string route) => url.EndsWith(route, StringComparison.Ordinal) ? url : url.TrimEnd('/') + route;

    private static FlowException Online(string message) => new("OpenModelLLMOnlineEndpointError", message);

    [GeneratedRegex(@"\n*(?<role>system|user|assistant)\s*:\s*\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Roles();

    private sealed record Endpoint(string Url, string Key, string Family)
    {
        public bool IsServerless => Url.Contains("serverless.ml.azure.com", StringComparison.Ordinal) || Url.Contains("inference.ai.azure.com", StringComparison.Ordinal);
    }
}
