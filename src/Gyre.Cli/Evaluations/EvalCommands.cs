using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval</c>.</summary>
internal static class EvalCommands
{
    public static Command Create(CliHost host) => new("eval", "Evaluate flows, prompts, models and runs: score answers, compare, decide.")
    {
        EvalRunVerb.Create(host),
        EvalResumeVerb.Create(host),
        EvalEvaluatorsVerb.Create(host),
        EvalListVerb.Create(host),
        EvalShowVerb.Create(host),
        EvalDeleteVerb.Create(host),
        EvalCompareVerb.Create(host),
        EvalGateVerb.Create(host),
        EvalCalibrateVerb.Create(host),
    };
}
