using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Packages;

/// <summary>The package tools that call a model by connection: llm, vision, embedding.</summary>
internal static class ModelTools
{
    private static readonly string[] Azure = ["AzureOpenAIConnection"];
    private static readonly string[] OpenAi = ["OpenAIConnection", .. ModelDialect.OwnTypes];
    private static readonly string[] Both = ["AzureOpenAIConnection", "OpenAIConnection", .. ModelDialect.OwnTypes];

    // Anthropic has no embeddings.
    private static readonly string[] Embedding = [.. Both.Where(t => t != "AnthropicConnection")];

    private static readonly ToolParameter[] Sampling =
    [
        Optional("temperature", "double", 1.0), Optional("top_p", "double", 1.0), Optional("stream", "bool", false), Optional("stop", "list"), Optional("max_tokens", "object"),
        Optional("presence_penalty", "double"), Optional("frequency_penalty", "double"),
    ];

    private static readonly ToolParameter Rest = new("kwargs", ["object"]) { HasDefault = true, TakesRest = true };

    public static IEnumerable<BuiltInTool> All(ModelCalls calls) =>
    [
        new("promptflow.tools.llm.llm", "LLM", "Answers a prompt with a model of Azure OpenAI, OpenAI or any server of its format.", "custom_llm")
        {
            Parameters =
            [
                new("connection", ModelDialect.Types), Optional("api", "string", "chat"), Optional("deployment_name", "string", ""), Optional("model", "string", ""), .. Sampling,
                Optional("logit_bias", "object"), Optional("tool_choice", "object"), Optional("tools", "list"), Optional("response_format", "object"), Optional("seed", "int"), Optional("suffix", "string"),
                Optional("logprobs", "int"), Optional("echo", "bool", false), Optional("best_of", "int", 1L), Rest,
            ],
            Run = (call, stop) => AskAsync(calls, call, call.Text("api", "chat") == "chat", isVision: false, stop),
        },
        Vision(calls, "promptflow.tools.llm_vision.llm_vision", "LLM Vision", Both, Optional("deployment_name", "string", ""), Optional("model", "string", "")),
        Vision(calls, "promptflow.tools.aoai_gpt4v.AzureOpenAI.chat", "Azure OpenAI GPT-4 Turbo with Vision", Azure, new ToolParameter("deployment_name", ["string"])),
        Vision(calls, "promptflow.tools.openai_gpt4v.OpenAI.chat", "OpenAI GPT-4V", OpenAi, Optional("model", "string", "gpt-4-vision-preview")),
        new("promptflow.tools.embedding.embedding", "Embedding", "Turns text into a list of numbers with an embedding model.", "python")
        {
            Parameters = [new("connection", Embedding), new("input", ["string"]), Optional("deployment_name", "string", ""), Optional("model", "string", "text-embedding-ada-002")],
            Run = (call, stop) => EmbeddingCall.RunAsync(calls, call.Call.Inputs, call.Call, stop),
        },
    ];

    private static BuiltInTool Vision(ModelCalls calls, string id, string name, string[] connections, params ToolParameter[] models) =>
        new(id, name, "Answers a prompt that shows images, written as ![image]({{name}}).", "custom_llm")
        {
            IsVision = true,
            Parameters = [new("connection", connections), .. models, .. Sampling, Optional("seed", "int"), Optional("detail", "string", "auto"), Rest],
            Run = (call, stop) => AskAsync(calls, call, isChat: true, isVision: true, stop),
        };

    private static async ValueTask<object?> AskAsync(ModelCalls calls, PackageCall call, bool isChat, bool isVision, CancellationToken cancellationToken)
    {
        var connection = call["connection"] as ConnectionValue;
        var dialect = (connection is null ? null : ModelDialect.Of(connection.Connection))
            ?? throw new FlowException(
                ErrorClasses.InvalidConnectionType,
                $"Not Support connection type '{connection?.Connection.Type ?? PythonText.TypeName(call["connection"])}' for llm. Connection type should be in [AzureOpenAIConnection, OpenAIConnection, ServerlessConnection].");
        var settings = new ModelParameters(dialect, isChat);
        var stream = call.Streams || ModelParameters.AsksForStream(call.Call.Inputs);
        var body = settings.Request(call.Call.Inputs, stream);
        var variables = settings.Variables(call.Call.Inputs);
        foreach (var name in new[] { "api", "deployment_name", "model", "detail", "tools", "tool_choice" })
        {
            variables.Remove(name);
        }

        if (isVision)
        {
            body["n"] = 1L;
            body["presence_penalty"] = body.GetValueOrDefault("presence_penalty") ?? 0.0;
            body["frequency_penalty"] = body.GetValueOrDefault("frequency_penalty") ?? 0.0;
        }

        if (isVision || (isChat && dialect == ModelDialect.Azure))
        {
            variables = (PythonDict)ChatInputList.Convert(variables)!;
        }

        var template = call.Template ?? PromptTemplate.Parse(call.Text("prompt"));
        if (isChat)
        {
            var (hidden, guard) = call.Guarded.Hide(variables, call.Call.Line);
            body["messages"] = ChatMessages.Build(template.Render(hidden, guard, cancellationToken), hidden, guard, isVision ? call.Text("detail", "auto") : null);
        }
        else
        {
            body["prompt"] = template.Render(variables, null, cancellationToken);
        }

        var model = new ModelCall(connection!.Connection, isChat ? ModelOperation.Chat : ModelOperation.Completion, body) { Record = call.Call.Record, Node = call.Call.Node };
        return stream
            ? new TextStream(ModelAnswers.Pieces(calls.StreamAsync(model, cancellationToken), isChat, cancellationToken))
            : ModelAnswers.Result(await calls.CallAsync(model, cancellationToken), body, isChat);
    }

    private static ToolParameter Optional(string name, string type, object? value = null) => new(name, [type]) { HasDefault = true, Default = value };
}
