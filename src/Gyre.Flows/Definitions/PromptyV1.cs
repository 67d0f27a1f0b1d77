using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Definitions;

/// <summary>prompt flow's dialect.</summary>
internal static class PromptyV1
{
    public static readonly string[] Keys =
        ["$schema", "name", "display_name", "description", "version", "authors", "tags", "model", "inputs", "outputs", "sample", "template", "environment", "base"];

    public static readonly string[] ModelKeys = ["api", "configuration", "parameters", "response", "connection"];

    public static readonly string[] ConfigurationKeys =
        ["type", "azure_deployment", "azure_endpoint", "api_version", "api_key", "api_base", "base_url", "organization", "model", "connection", "name"];

    /// <summary>The configuration types, and the names that connections have for the same.</summary>
    public static readonly string[] Types = ["azure_openai", "openai", "azure_serverless", "azure_open_ai", "open_ai", "serverless"];

    private static readonly string[] NotKeys = ["type", "connection", "model", "azure_deployment", "name"];

    /// <summary>Brings resolved front matter to the shape of both dialects.</summary>
    public static PromptySettings Read(PromptyDefinition prompty, PythonDict front, ReferenceSources sources)
    {
        var sample = ReadSample(prompty, front, sources);
        var inputs = front.FindDict("inputs") is { Count: > 0 } declared
            ? PromptyInputs(declared)
            : [.. (sample ?? []).Select(e => new FlowInput(PythonText.Str(e.Key), PromptyFields.TypeOf(e.Value)))];
        return new PromptySettings
        {
            Name = front.FindText("name") ?? prompty.Name,
            Description = front.FindText("description"),
            Model = ReadModel(front.FindDict("model"), sources.Environment),
            Inputs = inputs,
            Outputs = [.. front.FindNamed("outputs").Select(o => new FlowOutput(o.Name, new LiteralBinding(null)) { Type = o.Fields.FindText("type") })],
            Sample = sample,
            TemplateFormat = front.FindText("template") ?? "jinja2",
        };
    }

    private static FlowInput[] PromptyInputs(PythonDict declared) =>
        [.. new PythonDict { ["inputs"] = declared }.FindNamed("inputs").Select(i => new FlowInput(i.Name, i.Fields.FindText("type") ?? "string")
        {
            Default = i.Fields.Find("default"),
            HasDefault = i.Fields.ContainsKey("default"),
            Description = i.Fields.FindText("description"),
            IsChatInput = i.Fields.Find("is_chat_input") is true,
            IsChatHistory = i.Fields.Find("is_chat_history") as bool?,
        })];

    private static PythonDict? ReadSample(PromptyDefinition prompty, PythonDict front, ReferenceSources sources)
    {
        switch (front.Find("sample"))
        {
            case PythonDict dict:
                return dict.Count == 0 ? null : dict;
            case null or "" or false or 0L:
            case var reference when sources.Leaves(reference):
                return null;
            case string text when text.EndsWith(".json", StringComparison.Ordinal):
                var path = text.StartsWith("file:", StringComparison.Ordinal) ? text["file:".Length..] : text;
                var references = new PromptyReferences(prompty.Folder, sources);
                if (!references.MayRead(path))
                {
                    return null;
                }

                if (!File.Exists(Path.GetFullPath(path, prompty.Folder)))
                {
                    throw new FlowException(ErrorClasses.InvalidSampleError, $"Cannot find sample file {path}.") { File = prompty.File };
                }

                return references.ReadFile(path) as PythonDict
                    ?? throw new FlowException(ErrorClasses.InvalidSampleError, $"Sample file {path} must hold a JSON object.") { File = prompty.File };
            default:
                throw new FlowException(ErrorClasses.InvalidSampleError, "Only dict and json file are supported as sample in prompty.") { File = prompty.File };
        }
    }

    private static PromptyModel ReadModel(PythonDict model, Func<string, string?> environment)
    {
        var configuration = model.FindDict("configuration");
        var connection = configuration.FindText("connection") ?? model.FindText("connection");
        var hasKeys = configuration.Any(e => !NotKeys.Contains(e.Key) && PythonText.Truth(e.Value));
        if (!string.IsNullOrEmpty(connection) && hasKeys)
        {
            throw new FlowException(ErrorClasses.InvalidConnectionError, "Cannot configure model config and connection in configuration at the same time.");
        }

        return new PromptyModel
        {
            Api = model.FindText("api") ?? "chat",
            Model = configuration.FindText("azure_deployment") ?? configuration.FindText("model"),
            ConnectionName = string.IsNullOrEmpty(connection) ? null : connection,
            Connection = string.IsNullOrEmpty(connection) ? ReadConnection(configuration, environment) : null,
            Parameters = model.FindDict("parameters"),
            WholeResponse = model.FindText("response") == "all",
        };
    }

    private static Connection? ReadConnection(PythonDict configuration, Func<string, string?> environment)
    {
        var endpoint = configuration.FindText("azure_endpoint") ?? configuration.FindText("api_base");
        return configuration.FindText("type") switch
        {
            "azure_openai" or "azure_open_ai" => PromptyConnections.Azure(endpoint, configuration.FindText("api_key"), configuration.FindText("api_version"), environment),
            "openai" or "open_ai" => PromptyConnections.OpenAi(configuration.FindText("base_url"), configuration.FindText("api_key"), configuration.FindText("organization"), environment),
            "azure_serverless" or "serverless" => PromptyConnections.Serverless(endpoint ?? configuration.FindText("base_url"), configuration.FindText("api_key")),
            _ => null,
        };
    }
}
