using Gyre.Cli.CommandLine;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;

namespace Gyre.Cli.Flows;

internal static class FlowSessions
{
    public static ValueTask<ExecutableFlow> OpenAsync(Invocation call, FlowTestRequest request, FlowFile file, CancellationToken cancellationToken) => throw new NotSupportedException();
}
