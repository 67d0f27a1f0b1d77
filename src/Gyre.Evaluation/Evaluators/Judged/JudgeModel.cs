using Gyre.Flows.Execution;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Calls;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>The model that judges: it is sent what it is known to take, and what it turns out not to take is left out from then on.</summary>
internal sealed class JudgeModel
{
    private readonly FlowServices services;
    private readonly ChatCaller caller;
    private readonly string connection, model;
    private volatile Refusals refusals = new();
    private volatile Way? way;

    /// <param name="name">As <c>connection/model</c>; null where only a card is wanted.</param>
    /// <param name="services">Connections and models.</param>
    public JudgeModel(string? name, FlowServices services)
    {
        (Name, this.services, caller) = (name ?? "", services, new ChatCaller(services));
        (connection, model) = Split(Name) ?? ("", "");
    }

    /// <summary>As <c>connection/model</c>.</summary>
    public string Name { get; }

    /// <summary>Says what is wrong with a judge before anything is paid for.</summary>
    /// <exception cref="ProblemException"><c>judge-invalid</c>, <c>judge-connection</c>, <c>judge-offline</c>.</exception>
    public static async Task CheckAsync(string name, FlowServices services, CancellationToken cancellationToken)
    {
        var (connection, _) = Split(name) ?? throw Fault("judge-invalid", $"The judge '{name}' must be a connection and a model, such as openai/gpt-4.1-mini.");
        var found = await services.Connections.FindAsync(connection, cancellationToken) ?? throw Fault("judge-connection", NotFound(connection));
        if (found.Type == "OfflineConnection")
        {
            throw Fault("judge-offline", $"The judge '{name}' is the offline stand-in: it quotes its prompt and is no model, so its scores would mean nothing. Name a model, or score with what needs none ('gyre eval evaluators' says which).");
        }

        _ = services.Models.For(found);
    }

    /// <summary>Asks once; it throws only <see cref="OperationCanceledException"/>.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="parameters">Request fields of the prompt.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="longer">Whether an earlier answer was cut at its limit.</param>
    /// <param name="node">What it is asked for, in the record.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JudgeAnswer> AskAsync(List<object?> messages, PythonDict parameters, VerdictForm form, bool longer, string node, CancellationToken cancellationToken)
    {
        Way to;
        try
        {
            to = way ??= await FindAsync(cancellationToken);
        }
        catch (ProblemException e)
        {
            return JudgeAnswer.Failed(e.Message);
        }

        var request = new JudgeRequest(model, messages, parameters, form) { Longer = longer, Traits = to.Traits, Translated = to.Translated };
        var answer = new JudgeAnswer();
        while (true)
        {
            var known = refusals;
            var reply = await caller.SendAsync(to.Connection, request.Body(known), node, cancellationToken);
            answer = answer.With(reply, Name);
            if (reply.Failure?.InnerException is not ModelException { Status: 400 or 422 } refused || known.With(refused) is not { } more)
            {
                return answer;
            }

            // Another line may have learned something else meanwhile.
            refusals = refusals.And(more);
        }
    }

    private async Task<Way> FindAsync(CancellationToken cancellationToken)
    {
        var found = await services.Connections.FindAsync(connection, cancellationToken) ?? throw Fault("judge-connection", NotFound(connection));
        var provider = services.Models.For(found);
        return new Way(found, (services.Models.Prices?.Catalog ?? ModelCatalog.BuiltIn).TraitsOf(found, model, provider.Traits), provider.ChatDialect != Dialect.OpenAi);
    }

    // Names of models may hold slashes of their own.
    private static (string Connection, string Model)? Split(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < name.Length - 1 ? (name[..slash], name[(slash + 1)..]) : null;

    private static string NotFound(string connection) =>
        $"The judge's connection '{connection}' is not found. 'gyre connection list' shows what there is; create it with: gyre connection create --file <connection.yaml>";

    private static ProblemException Fault(string code, string message) => new(new Problem(code, message) { Field = "judge" });

    // Looked up once: neither changes while an evaluation runs.
    private sealed record Way(Connection Connection, ModelTraits Traits, bool Translated);
}
