namespace Gyre.Cli.CommandLine;

/// <summary>The command line says something that cannot be meant; ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
