using System.CommandLine;
using Gyre.Cli.Flows;

namespace Gyre.Cli.CommandLine;

/// <summary>Says what is wrong with a command line; ends with exit code 2.</summary>
internal static class UsageReport
{
    public static int Print(CliHost host, ParseResult parsed, IReadOnlyList<string> faults)
    {
        var words = new Invocation(host, parsed).Words();
        if (WantsJson(parsed))
        {
            var fault = new UsageException(string.Join(' ', faults));
            if (words == FlowTestVerb.Words)
            {
                FlowTestVerb.PrintFailure(host, fault);
            }
            else
            {
                Failure.PrintJson(host, fault);
            }
        }

        foreach (var fault in faults)
        {
            host.Error.WriteLine($"error: {fault}");
        }

        host.Error.WriteLine($"See: {words} --help");
        return ExitCodes.WrongUsage;
    }

    // The parser's own value is of no use on a line it could not read.
    private static bool WantsJson(ParseResult parsed)
    {
        var tokens = parsed.Tokens.Select(t => t.Value).ToList();
        var at = tokens.FindIndex(t => t is SharedOptions.OutputName or SharedOptions.OutputShortName);
        return at >= 0 && at + 1 < tokens.Count && tokens[at + 1] == "json";
    }
}
