namespace Gyre.Cli.CommandLine;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>What was asked for failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or the flow it names, is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>A gate said no.</summary>
    public const int Refused = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells count it.</summary>
    public const int Stopped = 130;
}
