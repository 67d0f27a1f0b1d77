using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Cli.Flows;

/// <summary>The <c>sample</c> of a flex flow: what a test takes for the inputs and constructor values that it is not given.</summary>
internal static class FlexSample
{
    /// <exception cref="Gyre.Flows.FlowException">The flow's file is invalid.</exception>
    public static FlowTestRequest Fill(FlowTestRequest request)
    {
        var file = FlowFile.Find(request.Flow);
        if (file.Kind != FlowKind.Flex)
        {
            return request;
        }

        var flow = FlexReader.Read(file.Path);
        return request with { Inputs = Over(flow.SampleInputs, request.Inputs), Init = Over(flow.SampleInit, request.Init) };
    }

    private static PythonDict Over(PythonDict sample, PythonDict given)
    {
        if (sample.Count == 0)
        {
            return given;
        }

        var both = new PythonDict(sample.Count + given.Count);
        foreach (var (key, value) in sample.Concat(given))
        {
            both[key] = value;
        }

        return both;
    }
}
