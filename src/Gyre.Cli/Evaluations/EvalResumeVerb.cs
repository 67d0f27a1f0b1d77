using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Evaluations;
using Gyre.Kernel;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval resume</c>: goes on with an evaluation that stopped; nothing is paid for twice.</summary>
internal static class EvalResumeVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("evaluation");
        var argument = SharedOptions.NameArgument("evaluation");
        var cost = new Option<NewCeiling?>("--max-cost") { Description = "Another ceiling than before, in dollars; 'none' for no ceiling any more.", HelpName = "dollars", CustomParser = Ceiling };
        var python = SharedOptions.Python();
        return new Command("resume", "Continue an evaluation that stopped; what is done stays, and no answer is paid for twice.") { argument, name, cost, python }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await EvalSession.OpenAsync(call, call.Value(python), cancellationToken);
            return await session.EndAsync(call, null, progress => session.Runner.ResumeAsync(which, call.Value(cost), progress, cancellationToken), cancellationToken);
        });
    }

    private static NewCeiling? Ceiling(ArgumentResult written)
    {
        var text = written.Tokens[0].Value;
        if (text == "none")
        {
            return new NewCeiling(null);
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars))
        {
            return new NewCeiling(NanoDollars.Of(dollars));
        }

        written.AddError($"--max-cost {text}: it must be dollars, such as 2.50, or 'none'.");
        return null;
    }
}
