using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Python;

/// <summary>Answers what Python code asks: streams, connections and YAML here, the rest by the <see cref="IPythonHost"/>.</summary>
internal sealed class HostCalls(IPythonHost? host, IConnectionSource? connections)
{
    /// <summary>Answers in the background; the worker's reading thread goes on.</summary>
    public void Serve(PythonWorker worker, int number, PythonLine line, ToolCall? call, string method, PythonDict arguments, CancellationToken cancellationToken) =>
        _ = Task.Run(
            async () =>
            {
                PythonCall.Current = call;
                try
                {
                    worker.Reply(number, line, await AnswerAsync(worker, method, arguments, cancellationToken), null);
                }
                catch (Exception failure)
                {
                    worker.Reply(number, line, null, FlowException.Of(failure));
                }
            },
            CancellationToken.None);

    private async ValueTask<object?> AnswerAsync(PythonWorker worker, string method, PythonDict arguments, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "stream.next":
                return await worker.Streams.NextAsync((int)(long)arguments["id"]!);
            case "stream.close":
                await worker.Streams.CloseAsync((int)(long)arguments["id"]!);
                return null;
            case "yaml.load":
                return YamlText.Read((string)arguments["text"]!, "yaml").ToValue();
            case "connection.get" when connections is not null:
                var name = PythonText.Str(arguments["name"]);
                return await connections.FindAsync(name, cancellationToken) is { } found
                    ? new ConnectionValue(found)
                    : throw new FlowException(ErrorClasses.ConnectionNotFoundError, $"Connection '{name}' is not found. Create it with: gyre connection create --file <connection.yaml>");
            default:
                return host is null
                    ? throw new FlowException(ErrorClasses.UserErrorException, $"Nothing answers '{method}' here.")
                    : await host.CallAsync(method, arguments, cancellationToken);
        }
    }
}
