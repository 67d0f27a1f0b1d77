using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Makes the tools of llm nodes.</summary>
internal sealed class LlmToolSource(IModelProviders providers, TimeProvider time) : IToolSource
{
    private readonly ModelCalls calls = new(providers, time);

    /// <inheritdoc/>
    public bool Serves(FlowNode node) => node.Type == "llm";

    /// <inheritdoc/>
    public async ValueTask<Tool> ResolveAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var connection = await ConnectionAsync(node, flow, cancellationToken);
        var dialect = ModelDialect.Of(connection)
            ?? throw new FlowException(ErrorClasses.InvalidConnectionType, $"Connection type {connection.Type} is not supported for LLM.");
        if (node.Api is not ("chat" or "completion"))
        {
            throw new FlowException(ErrorClasses.ApiNotFound, $"The API '{dialect.Provider}.{node.Api ?? "None"}' is not found.");
        }

        _ = calls.ProviderOf(connection);
        var settings = new ModelParameters(dialect, node.Api == "chat");
        CheckMaxTokens(node);
        var template = PromptTemplate.Load(node, flow.WorkingFolder);
        CheckVariables(node, template, settings, $"{dialect.Provider}.{node.Api}");
        return new LlmTool(calls)
        {
            Connection = connection,
            Dialect = dialect,
            IsChat = node.Api == "chat",
            Settings = settings,
            Template = template,
            Guarded = new GuardedInputs(node, flow.Flow),
            Images = await LiteralImages.LoadAsync(node, template, flow, cancellationToken),
            Streams = flow.Streaming && StreamingNodes.FeedsOutputsOnly(node, flow.Flow),
        };
    }

    private static async ValueTask<Connection> ConnectionAsync(FlowNode node, FlowContext flow, CancellationToken cancellationToken)
    {
        var found = string.IsNullOrEmpty(node.Connection) ? null : await flow.Connections.FindAsync(node.Connection, cancellationToken);
        return found ?? throw new FlowException(
            ErrorClasses.GetConnectionError,
            $"Get connection '{node.Connection ?? "None"}' for node '{node.Name}' error: "
            + (string.IsNullOrEmpty(node.Connection) ? "the node names no connection." : $"Connection '{node.Connection}' is not found. Create it with: gyre connection create --file <connection.yaml>"));
    }

    // "inf" is text and a number at once, so its literal is checked here.
    private static void CheckMaxTokens(FlowNode node)
    {
        if (node.Inputs.GetValueOrDefault("max_tokens") is LiteralBinding { Value: string and not "" } literal)
        {
            var text = ((string)literal.Value).Trim();
            if (!text.Equals("inf", StringComparison.OrdinalIgnoreCase) && !long.TryParse(text, out _))
            {
                throw new FlowException(ErrorClasses.NodeInputValidationError, $"Input 'max_tokens' for node '{node.Name}' of value '{literal.Value}' is not type int.");
            }
        }
    }

    private static void CheckVariables(FlowNode node, PromptTemplate template, ModelParameters settings, string api)
    {
        var duplicated = template.Variables.Where(settings.Names.Contains).ToList();
        if (duplicated.Count > 0)
        {
            throw new FlowException(
                ErrorClasses.NodeInputValidationError,
                $"Invalid inputs {{{string.Join(", ", duplicated.Select(PythonText.Repr))}}} in prompt template of node {node.Name}. These inputs are duplicated with the parameters of {api}.");
        }
    }
}
