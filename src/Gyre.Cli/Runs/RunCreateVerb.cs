using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run create</c>: a flow over data, or over the results of an earlier run.</summary>
internal static class RunCreateVerb
{
    public static Command Create(CliHost host)
    {
        var file = new Option<string>("--file", "-f") { Description = "run.yaml; flags win over what it says.", HelpName = "path" };
        var flow = new Option<string>("--flow") { Description = "Flow folder or file.", HelpName = "path" };
        var data = new Option<string>("--data") { Description = "Data: csv, tsv, json, jsonl, a folder of them, or a dataset (name or name@version).", HelpName = "path|name@version" };
        var source = new Option<string>("--run") { Description = "An earlier run whose inputs and outputs can be mapped.", HelpName = "name" };
        var mapping = SharedOptions.Pairs("--column-mapping", "Where inputs come from: question='${data.q}' answer='${run.outputs.answer}'.", "k=v");
        var name = SharedOptions.Name("run");
        var variant = SharedOptions.Variant();
        var environment = SharedOptions.EnvironmentVariables();
        var connections = SharedOptions.Connections();
        var init = SharedOptions.Init();
        var set = SharedOptions.Set();
        var resume = new Option<string>("--resume-from") { Description = "Take over the completed lines of this run; flow, data and mapping are its own.", HelpName = "name" };
        var stream = new Option<bool>("--stream", "-s") { Description = "Show progress (it is shown anyway)." };
        var python = SharedOptions.Python();
        var command = new Command("create", "Run a flow over data and wait for the end.")
        {
            file, flow, data, source, mapping, name, variant, environment, connections, init, set, resume, stream, python,
        };
        return command.Does(host, async (call, cancellationToken) =>
        {
            var overrides = new RunOverrides
            {
                Set = call.Value(set) ?? [],
                Name = call.Value(name),
                Flow = call.Value(flow),
                Data = call.Value(data),
                Run = call.Value(source),
                ColumnMapping = call.Value(mapping) ?? [],
                Variant = call.Value(variant),
                EnvironmentVariables = call.Value(environment) ?? [],
                Connections = call.Value(connections) ?? [],
                Init = call.Value(init) ?? [],
                ResumeFrom = call.Value(resume),
            };
            var path = call.Value(file);
            if (path is null && overrides.Flow is null && overrides.ResumeFrom is null)
            {
                throw new UsageException("Nothing to run. Give --file run.yaml, or --flow FOLDER --data FILE, or --resume-from RUN.");
            }

            var definition = RunDefinition.Create(path is null ? null : call.Host.Full(path), overrides, call.Host.Folder);
            foreach (var warning in definition.Warnings)
            {
                call.Warn(warning.ToString());
            }

            var session = await RunSession.OpenAsync(call, call.Value(python), cancellationToken);
            return RunEnd.Report(call, await RunningAsync(call, p => session.Runner.RunAsync(definition, p, cancellationToken)), session.Warned);
        });
    }

    /// <summary>Runs with the progress shown; the line is gone before anything else is printed.</summary>
    public static async Task<Run> RunningAsync(Invocation call, Func<IProgress<RunProgress>, Task<Run>> run)
    {
        using var line = new RunProgressLine(call.Host);
        return await run(line);
    }
}
