using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Models.Calls;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Sends whole chat requests with a prompty's patience, and keeps what each took.</summary>
/// <param name="services">Models and clock.</param>
public sealed class ChatCaller(FlowServices services)
{
    private readonly ModelCalls calls = new(services.Models, services.Time);

    /// <summary>Sends one request; it throws only <see cref="OperationCanceledException"/>.</summary>
    /// <param name="connection">The way to the model.</param>
    /// <param name="body">The request in OpenAI's names, <c>model</c> and <c>messages</c> inside.</param>
    /// <param name="node">What it is made for, in the record.</param>
    /// <param name="cancellationToken">Stops the call and its repetitions.</param>
    public async Task<ChatReply> SendAsync(Connection connection, PythonDict body, string node, CancellationToken cancellationToken)
    {
        var record = new CallRecord();
        var call = new ModelCall(connection, ModelOperation.Chat, body) { Retry = RetryOptions.Prompty, Record = record, Node = node };
        try
        {
            var answer = await calls.CallAsync(call, cancellationToken);
            return new ChatReply { Answer = answer, Usage = record.Usage, Calls = record.Children };
        }
        catch (FlowException e)
        {
            return new ChatReply { Failure = e, Usage = record.Usage, Calls = record.Children };
        }
    }
}

/// <summary>What came of a chat request.</summary>
public sealed record ChatReply
{
    /// <summary>The provider's answer in OpenAI's form; null where it failed.</summary>
    public PythonDict? Answer { get; init; }

    /// <summary>Why there is no answer: its cause is a <see cref="ModelException"/> where a provider said so.</summary>
    public FlowException? Failure { get; init; }

    /// <summary>Tokens and cost.</summary>
    public Usage Usage { get; init; }

    /// <summary>The calls as records of nodes hold them.</summary>
    public IReadOnlyList<PythonDict> Calls { get; init; } = [];
}
