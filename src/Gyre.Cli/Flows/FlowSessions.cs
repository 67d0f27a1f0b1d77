using Gyre.Cli.CommandLine;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Cli.Flows;

/// <summary>Puts together what flows need: the connections of the workspace and the ways to models.</summary>
internal static class FlowSessions
{
    /// <summary>Connections of the workspace, then of the store; replaced by the environment.</summary>
    public static FlowServices Services(Invocation call, IModelProviders models) => new()
    {
        Connections = ConnectionSources.For(call.Home, environment: call.Host.Environment),
        Models = models,
        Time = call.Host.Time,
        CacheFolder = Path.Combine(call.Home.CacheFolder, "nodes"),
    };

    /// <summary>What a test asks of a flow.</summary>
    public static FlowRequest Request(FlowTestRequest request, FlowFile file) => new(file.Path)
    {
        Variant = request.Variant,
        EnvironmentVariables = request.EnvironmentVariables,
        ConnectionOverrides = request.Connections,
        Init = request.Init,
        Python = request.Python,
        Streaming = request.Interactive,
        PythonWorkers = 1,
    };
}
