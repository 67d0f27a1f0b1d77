using Gyre.Cli.CommandLine;

return await GyreCommand.RunAsync(args, CliHost.OfProcess());
