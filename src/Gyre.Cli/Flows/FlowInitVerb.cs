using System.CommandLine;
using System.Reflection;
using Gyre.Cli.CommandLine;
using Gyre.Kernel;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow init</c>: a small flow that runs as it is.</summary>
internal static class FlowInitVerb
{
    private const string Prefix = "template/";

    public static Command Create(CliHost host)
    {
        var flow = new Option<string>("--flow") { Description = "Folder to make.", HelpName = "path" };
        var type = new Option<string>("--type") { Description = "standard, chat or evaluation.", DefaultValueFactory = _ => "standard" };
        type.AcceptOnlyFromAmong("standard", "chat", "evaluation");
        var yes = SharedOptions.Yes();
        return new Command("init", "Make a small flow that runs as it is.") { flow, type, yes }.Does(host, (call, _) =>
        {
            var typed = call.Required(flow, "--flow my_flow --type chat");
            var folder = call.Host.Full(typed);
            var kind = call.Value(type)!;
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "flow.*").Any() && !call.Value(yes) && !call.Confirm($"There is a flow in '{typed}'. Write over it?"))
            {
                return Task.FromResult(ExitCodes.Failed);
            }

            Write(folder, kind);
            var done = call.Done($"{(kind.StartsWith('e') ? "An" : "A")} {kind} flow is in {folder}. Try it:", "flow", folder);
            var next = call.Json ? call.Host.Error : call.Host.Output;
            foreach (var command in Next(typed, kind))
            {
                next.WriteLine($"  {command}");
            }

            return Task.FromResult(done);
        });
    }

    private static void Write(string folder, string kind)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{Prefix}{kind}/";
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Replace('\\', '/').StartsWith(prefix, StringComparison.Ordinal)))
            {
                using var source = assembly.GetManifestResourceStream(name)!;
                using var target = File.Create(Path.Combine(folder, name[prefix.Length..]));
                source.CopyTo(target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("folder-not-writable", $"The flow cannot be written ({e.Message.TrimEnd('.')}). Choose another folder with --flow.") { File = folder }, e);
        }
    }

    private static IEnumerable<string> Next(string folder, string kind) => kind switch
    {
        "chat" => [$"gyre connection create --file {folder}/connection.yaml", $"gyre flow test --flow {folder} --interactive"],
        "evaluation" => [$"gyre flow test --flow {folder} --inputs groundtruth=APP prediction=Channel"],
        _ => [$"gyre flow test --flow {folder} --inputs text='a clock'"],
    };
}
