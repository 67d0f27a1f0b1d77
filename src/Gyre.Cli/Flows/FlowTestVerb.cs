using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow test</c>: one line of a flow, or one of its nodes.</summary>
internal static class FlowTestVerb
{
    /// <summary>How the command is typed.</summary>
    public const string Words = "gyre flow test";

    public static Command Create(CliHost host)
    {
        var flow = SharedOptions.Flow();
        var inputs = SharedOptions.Pairs("--inputs", "Inputs: k=v pairs, a JSON file, or the first row of a JSONL file or dataset (name@version).", "k=v|file");
        var node = new Option<string>("--node") { Description = "Run only this node; its inputs are the flow's inputs and node outputs: other.output=…", HelpName = "name" };
        var interactive = new Option<bool>("--interactive") { Description = "Chat with a chat flow; the history is kept for you." };
        var verbose = new Option<bool>("--verbose") { Description = "Show inputs and outputs of every node." };
        var variant = SharedOptions.Variant();
        var init = SharedOptions.Init();
        var environment = SharedOptions.EnvironmentVariables();
        var connections = SharedOptions.Connections();
        var python = SharedOptions.Python();
        var command = new Command("test", "Run a flow once, a single node of it, or chat with it.")
        {
            flow, inputs, node, variant, interactive, verbose, init, environment, connections, python,
        };
        return command.Does(host, (call, cancellationToken) => ReportAsync(call, Request, cancellationToken));

        async Task<FlowTestRequest> Request(Invocation call, CancellationToken cancellationToken) => new()
        {
            Flow = call.Host.Full(call.Required(flow, "--flow FOLDER")),
            Inputs = await TestInputs.ReadAsync(call, inputs.Name, call.Value(inputs) ?? [], cancellationToken),
            Node = call.Value(node),
            Variant = call.Value(variant),
            Interactive = call.Value(interactive),
            Verbose = call.Value(verbose),
            Init = TestInputs.Read(call.Host, init.Name, call.Value(init) ?? []),
            EnvironmentVariables = EnvironmentWords.Read(call, environment),
            Connections = NodeOverrides.Read(connections.Name, call.Pairs(connections)),
            Python = call.Value(python),
        };
    }

    /// <summary>A failure before anything ran, as the report that is promised in every case.</summary>
    public static void PrintFailure(CliHost host, Exception exception) => JsonDocuments.Print(host.Output, FlowTestReport.Of(Error(exception)).Write);

    private static async Task<int> ReportAsync(Invocation call, Func<Invocation, CancellationToken, Task<FlowTestRequest>> read, CancellationToken cancellationToken)
    {
        try
        {
            var request = await read(call, cancellationToken);
            if (request.Interactive && call.Json)
            {
                throw new UsageException("--interactive chats in plain text. Leave out --output json, or give one message with --inputs.");
            }

            if (request.Node is not null)
            {
                return Print(call, await TestSession.RunNodeAsync(call, request, cancellationToken));
            }

            request = FlexSample.Fill(request);
            await using var test = await TestSession.OpenAsync(call, request, cancellationToken);
            return request.Interactive
                ? await ChatSession.RunAsync(call, test, request, cancellationToken)
                : Print(call, await test.RunLineAsync(request.Inputs, prefix: null, settle: null, cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (call.Json)
            {
                PrintFailure(call.Host, e);
            }

            Failure.Report(call.Host, e, json: false, call.Debug);
            return ExitCodes.WrongUsage;
        }
    }

    private static int Print(Invocation call, FlowTestReport report)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, report.Write);
        }
        else
        {
            FlowTestView.Show(call, report);
        }

        if (report.Error is { } error)
        {
            Failure.Show(call.Host, error);
        }

        return report.Status == RunStatus.Completed ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static FlowError Error(Exception exception) => exception switch
    {
        FlowException => FlowError.Of(exception),
        ProblemException or UsageException => Wrong(Failure.Of(exception)),
        _ => FlowError.Of(exception),
    };

    private static FlowError Wrong(Failure failure) =>
        new(ErrorClasses.UserErrorException, null, failure.Message, ErrorKind.UserError) { File = failure.File, Line = failure.Line };
}

/// <summary>What is to be tested, and how.</summary>
internal sealed record FlowTestRequest
{
    /// <summary>Full path.</summary>
    public required string Flow { get; init; }

    public PythonDict Inputs { get; init; } = [];

    public string? Node { get; init; }

    public string? Variant { get; init; }

    public bool Interactive { get; init; }

    public bool Verbose { get; init; }

    public PythonDict Init { get; init; } = [];

    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>By node, then by field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Connections { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    public string? Python { get; init; }
}
