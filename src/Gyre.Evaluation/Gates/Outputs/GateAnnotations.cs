using System.Globalization;

namespace Gyre.Evaluation.Gates.Outputs;

/// <summary>Where a gate's annotations are read.</summary>
public enum AnnotationService
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>GitHub Actions: <c>::error file=gate.yaml,line=7::…</c>.</summary>
    GitHub,

    /// <summary>Azure Pipelines: <c>##vso[task.logissue type=error]…</c>.</summary>
    Azure,
}

/// <summary>Lines of output that a CI service shows beside the policy's rules: an error for each check that stands in the way, a warning for each other that can't be told.</summary>
public static class GateAnnotations
{
    /// <summary>The service that runs this process.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static AnnotationService Detect(Func<string, string?> environment) =>
        environment("GITHUB_ACTIONS") == "true" ? AnnotationService.GitHub
        : string.Equals(environment("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase) ? AnnotationService.Azure
        : AnnotationService.None;

    /// <summary>The lines, errors first: GitHub shows only the first ten of a step.</summary>
    /// <param name="result">What the gate says.</param>
    /// <param name="service">Who reads them.</param>
    /// <param name="policyFile">The policy's path from the top of the repository, with slashes.</param>
    public static IReadOnlyList<string> Lines(GateResult result, AnnotationService service, string policyFile)
    {
        var open = result.Checks.Where(c => c.Verdict != GateVerdict.Pass).OrderByDescending(result.Blocks).Select(c => (Kind: result.Blocks(c) ? "error" : "warning", Check: c));
        return service switch
        {
            AnnotationService.GitHub => [.. open.Select(o => GitHub(o.Kind, o.Check, policyFile))],
            AnnotationService.Azure => [.. open.Select(o => Azure(o.Kind, o.Check, policyFile))],
            _ => [],
        };
    }

    /// <summary>Tells Azure Pipelines to show a Markdown file beside the run.</summary>
    public static string AzureSummary(string file) => $"##vso[task.uploadsummary]{AzureText(file)}";

    private static string GitHub(string kind, GateCheck check, string file) =>
        $"::{kind} file={GitHubProperty(file)},line={Digits(check.PolicyLine)},title={GitHubProperty($"Gate: {check.Name} {GateSummary.Word(check.Verdict)}")}::{GitHubText(check.Sentence)}";

    private static string Azure(string kind, GateCheck check, string file) =>
        $"##vso[task.logissue type={kind};sourcepath={AzureProperty(file)};linenumber={Digits(check.PolicyLine)};code=gate;]{AzureText(check.Sentence)}";

    // Escaped as the services' own toolkits do: actions/toolkit (command.ts) and azure-pipelines-task-lib (taskcommand.ts).
    private static string GitHubText(string text) => LineEnds(text.Replace("%", "%25", StringComparison.Ordinal));

    private static string GitHubProperty(string text) => GitHubText(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string AzureText(string text) => LineEnds(text.Replace("%", "%AZP25", StringComparison.Ordinal));

    private static string AzureProperty(string text) => AzureText(text).Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);

    private static string LineEnds(string text) => text.Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
