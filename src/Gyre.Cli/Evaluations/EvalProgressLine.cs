using Gyre.Cli.CommandLine;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Evaluations;

namespace Gyre.Cli.Evaluations;

/// <summary>Shows which step of an evaluation runs and how far it is, on stderr.</summary>
internal sealed class EvalProgressLine(CliHost host) : IProgress<EvaluationProgress>, IDisposable
{
    private readonly RunProgressLine line = new(host);
    private readonly Lock gate = new();
    private int told;

    /// <summary>May be called from any thread, as often as wanted.</summary>
    public void Report(EvaluationProgress value)
    {
        lock (gate)
        {
            if (value.Number != told)
            {
                told = value.Number;
                line.Dispose();
                host.Error.WriteLine($"{value.Number} of {value.Steps}  {value.Step}{(value.Spent is { } spent ? $"  ({spent} spent)" : "")}");
            }

            if (value.UnderWay is { } calls)
            {
                line.Dispose();
                host.Error.WriteLine(calls == 0 ? "Stopping." : $"Stopping; {calls} model call{(calls == 1 ? "" : "s")} under way {(calls == 1 ? "is" : "are")} waited for, since {(calls == 1 ? "it is" : "they are")} paid for.");
                return;
            }

            line.Report(value.Run);
        }
    }

    public void Dispose() => line.Dispose();
}
