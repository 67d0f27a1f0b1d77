using System.CommandLine;
using System.Text;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Outputs;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval gate</c>: may this go out? Exit code 0 for yes, 3 for no.</summary>
internal sealed class EvalGateVerb
{
    private readonly Option<string> run = new("--run") { Description = "What is judged: a run, an evaluation with one target, or evaluation:target.", HelpName = "name" };
    private readonly Option<string> against = new("--against") { Description = "What it is compared with, where the policy compares.", HelpName = "name" };
    private readonly Option<string> policy = new("--policy") { Description = "Policy file (YAML): what must hold.", HelpName = "path" };
    private readonly Option<string> junit = new("--junit") { Description = "Write the checks as JUnit XML too.", HelpName = "file" };
    private readonly Option<string> markdown = new("--markdown") { Description = "Write a summary in Markdown too. In GitHub Actions the summary of the job gets it without asking.", HelpName = "file" };
    private readonly Option<string> annotations = new("--annotations") { Description = "Print annotations for GitHub Actions or Azure Pipelines. Default: auto, where one of them runs this.", HelpName = "auto|github|azure|none", DefaultValueFactory = _ => "auto" };

    public static Command Create(CliHost host)
    {
        var verb = new EvalGateVerb();
        return new Command("gate", "Decide by a policy whether something may go out: exit code 0 for yes, 3 for no.")
        {
            verb.run, verb.against, verb.policy, verb.junit, verb.markdown, verb.annotations,
        }.Does(host, verb.RunAsync);
    }

    private async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        const string Example = "--run NAME --against BASELINE --policy gate.yaml";
        var (candidate, file) = (call.Required(run, Example), call.Host.Full(call.Required(policy, Example)));
        var service = Service(call);
        var rules = GatePolicy.Read(file);
        var (runs, evaluations) = await RunStores.OpenAllAsync(call, cancellationToken);
        var result = await new JudgeGate(runs, evaluations, call.Home.WorkspaceFolder).JudgeAsync(rules, candidate, call.Value(against), cancellationToken);
        await WriteFilesAsync(call, result, service, cancellationToken);
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, EvalGateView.ToDict(result)));
        }
        else
        {
            EvalGateView.Show(call.Output, result);
        }

        // With json, stdout is one document and nothing else; both services read stderr as well.
        var told = call.Json ? call.Host.Error : call.Host.Output;
        foreach (var line in GateAnnotations.Lines(result, service, FromTop(call, file)))
        {
            await told.WriteLineAsync(line);
        }

        if (service == AnnotationService.Azure && call.Value(markdown) is { } summary)
        {
            await told.WriteLineAsync(GateAnnotations.AzureSummary(call.Host.Full(summary)));
        }

        await KeepAsync(call, result, cancellationToken);
        return result.Opens ? ExitCodes.Done : ExitCodes.Refused;
    }

    // CI goes by the answer, which stands whether or not it can be looked up later.
    private static async Task KeepAsync(Invocation call, GateResult result, CancellationToken cancellationToken)
    {
        try
        {
            await (await RunStores.OpenVerdictsAsync(call, cancellationToken)).KeepAsync(result, cancellationToken);
        }
        catch (ProblemException e)
        {
            call.Warn($"This verdict is not kept: {e.Message}");
        }
    }

    private async Task WriteFilesAsync(Invocation call, GateResult result, AnnotationService service, CancellationToken cancellationToken)
    {
        if (call.Value(junit) is { } xml)
        {
            AtomicFile.Write(call.Host.Full(xml), stream => GateJUnit.Write(result, call.Host.Time.GetUtcNow(), stream));
        }

        if (call.Value(markdown) is { } file)
        {
            AtomicFile.Write(call.Host.Full(file), stream => stream.Write(Encoding.UTF8.GetBytes(GateMarkdown.Text(result))));
        }

        // Other steps of the job write there too.
        if (service == AnnotationService.GitHub && call.Host.Environment("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            await File.AppendAllTextAsync(summary, GateMarkdown.Text(result), cancellationToken);
        }
    }

    private AnnotationService Service(Invocation call) => call.Value(annotations) switch
    {
        "auto" => GateAnnotations.Detect(call.Host.Environment),
        "github" => AnnotationService.GitHub,
        "azure" => AnnotationService.Azure,
        "none" => AnnotationService.None,
        var other => throw new UsageException($"--annotations is auto, github, azure or none, not '{other}'."),
    };

    // Annotations name files as the repository does.
    private static string FromTop(Invocation call, string file)
    {
        var top = call.Host.Environment("GITHUB_WORKSPACE") ?? call.Host.Environment("BUILD_SOURCESDIRECTORY") ?? call.Host.Folder;
        var path = Path.GetRelativePath(top, file);
        return (path.StartsWith("..", StringComparison.Ordinal) ? file : path).Replace('\\', '/');
    }
}
