using Gyre.Flows;
using Gyre.Kernel;

namespace Gyre.Evaluation.Api;

/// <summary>Tells faults of flows as problems, which the API knows.</summary>
internal static class Faults
{
    /// <exception cref="ProblemException">What a flow says is wrong with it.</exception>
    public static async Task<T> AsProblemsAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (FlowException e)
        {
            throw new ProblemException(new Problem("flow-refused", e.Message) { File = e.File, Line = e.Line }, e);
        }
    }
}
