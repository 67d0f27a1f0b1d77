using Gyre.Cli.CommandLine;
using Gyre.Cli.Server;

LongRunning.Begin(args);
return await GyreCommand.RunAsync(args, CliHost.OfProcess());
