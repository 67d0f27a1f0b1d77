using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gyre.Testing;
using Gyre.Workspace.Yaml;

namespace Gyre.EndToEnd;

/// <summary>The steps of the recipes for CI, typed as they stand there, over a pull request to the sample's repository.</summary>
public sealed partial class RecipeTests
{
    private static readonly Dictionary<string, string> GitHub = new(StringComparer.Ordinal) { ["GITHUB_ACTIONS"] = "true", ["GITHUB_BASE_REF"] = "main" };
    private static readonly Dictionary<string, string> Azure = new(StringComparer.Ordinal) { ["TF_BUILD"] = "True", ["SYSTEM_PULLREQUEST_TARGETBRANCH"] = "refs/heads/main" };

    [Theory]
    [InlineData("github-actions.md")]
    [InlineData("azure-devops.md")]
    public async Task A_pull_request_that_breaks_nothing_goes_through(string recipe)
    {
        using var folder = await PullRequestAsync(_ => { });

        var steps = await TypeAsync(recipe, folder);

        Assert.Equal([0, 0, 0], steps.Select(s => s.Result.ExitCode));
        Assert.Contains("The gate says yes", steps[^1].Result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Annotations(steps[^1].Result), line => line.Contains("error", StringComparison.Ordinal) || line.Contains("warning", StringComparison.Ordinal));
        var suite = XDocument.Load(folder.At("work", "gate.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("5", "0"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!));
    }

    [Fact]
    public async Task GitHub_stops_a_pull_request_that_answers_worse()
    {
        using var folder = await PullRequestAsync(AnswerNothing);

        var steps = await TypeAsync("github-actions.md", folder);

        Assert.Equal([0, 0, 3], steps.Select(s => s.Result.ExitCode));
        Assert.Equal(
            [
                "::error file=gate.yaml,line=5,title=Gate%3A f1_score mean fail::f1_score mean against the baseline: -",
                "::error file=gate.yaml,line=7,title=Gate%3A offline_groundedness mean ",
            ],
            Annotations(steps[^1].Result).Take(2).Zip([101, 70], (line, length) => line[..length]));
        Stopped(folder);
        var summary = await File.ReadAllTextAsync(folder.At("summary.md"), TestContext.Current.CancellationToken);
        Assert.StartsWith("### ❌ Gate: fail\n", summary, StringComparison.Ordinal);
        Assert.Contains("| f1\\_score mean | -0.", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azure_stops_a_pull_request_that_answers_worse()
    {
        using var folder = await PullRequestAsync(AnswerNothing);

        var steps = await TypeAsync("azure-devops.md", folder);

        Assert.Equal([0, 0, 3], steps.Select(s => s.Result.ExitCode));
        var annotations = Annotations(steps[^1].Result);
        Assert.StartsWith("##vso[task.logissue type=error;sourcepath=gate.yaml;linenumber=5;code=gate;]f1_score mean against the baseline: -", annotations[0], StringComparison.Ordinal);
        Assert.Equal($"##vso[task.uploadsummary]{folder.At("work", "gate.md")}", annotations[^1]);
        Assert.True(File.Exists(folder.At("work", "gate.md")));
        Stopped(folder);
    }

    [Theory]
    [InlineData("github-actions.md", "run")]
    [InlineData("azure-devops.md", "bash")]
    public async Task A_recipe_installs_the_command_that_its_steps_type(string recipe, string key)
    {
        var steps = Steps(await PageAsync(recipe), key);

        Assert.Contains("dotnet publish", steps[0], StringComparison.Ordinal);
        Assert.Contains("src/Gyre.Cli", steps[0], StringComparison.Ordinal);
        Assert.All(steps.Skip(1), step => Assert.Matches("^(git worktree|gyre eval)", step));
    }

    private static void Stopped(TemporaryFolder folder)
    {
        var suite = XDocument.Load(folder.At("work", "gate.xml")).Root!.Element("testsuite")!;
        var failed = suite.Elements("testcase").Where(c => c.Element("failure") is not null).Select(c => (string)c.Attribute("name")!).ToArray();
        Assert.Contains("f1_score mean: not worse by 0.05", failed);
        Assert.DoesNotContain("failed lines: at most 0", failed);
        Assert.Equal((string)suite.Attribute("failures")!, $"{failed.Length}");
    }

    // A flow that finds nothing to answer from.
    private static void AnswerNothing(string workspace)
    {
        var file = Path.Combine(workspace, "flows", "support", "context_sections.jinja2");
        Assert.True(File.Exists(file));
        File.WriteAllText(file, "Nothing is known of this.\n");
    }

    /// <summary>A repository whose main branch is the sample with the recipe's files, cloned with a change on a branch of its own.</summary>
    private static async Task<TemporaryFolder> PullRequestAsync(Action<string> change)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && OnPath("git") && OnPath("bash"), "The steps of CI need bash and git.");
        var folder = new TemporaryFolder();
        var sample = RepositoryFiles.At("samples", "product-support");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.gyre/", StringComparison.Ordinal)))
        {
            folder.Write(Path.Combine("main", Path.GetRelativePath(sample, file)), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var page = await PageAsync("github-actions.md");
        folder.Write("main/evaluations/release.yaml", Block(page, "# evaluations/release.yaml"));
        folder.Write("main/gate.yaml", Block(page, "# gate.yaml"));
        await BashAsync(folder.At("main"), "git init -q -b main . && git add . && git -c user.name=a -c user.email=a@example.com commit -qm sample && git clone -q . ../work", new Dictionary<string, string>());
        change(folder.At("work"));
        return folder;
    }

    /// <summary>Types the steps after that which installs.</summary>
    private static async Task<IReadOnlyList<(string Step, GyreResult Result)>> TypeAsync(string recipe, TemporaryFolder folder)
    {
        var isGitHub = recipe == "github-actions.md";
        var environment = new Dictionary<string, string>(isGitHub ? GitHub : Azure, StringComparer.Ordinal)
        {
            [isGitHub ? "GITHUB_WORKSPACE" : "BUILD_SOURCESDIRECTORY"] = folder.At("work"),
            ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NO_COLOR"] = "1",
        };
        if (isGitHub)
        {
            environment["GITHUB_STEP_SUMMARY"] = folder.At("summary.md");
        }

        var typed = new List<(string, GyreResult)>();
        foreach (var step in Steps(await PageAsync(recipe), isGitHub ? "run" : "bash").Skip(1))
        {
            typed.Add((step, await BashAsync(folder.At("work"), step, environment)));
            Assert.False(typed[^1].Item2.ExitCode is not (0 or 3), $"{step}\n{typed[^1].Item2}");
        }

        return typed;
    }

    private static IReadOnlyList<string> Annotations(GyreResult result) =>
        [.. result.Output.Split('\n').Where(line => line.StartsWith("::", StringComparison.Ordinal) || line.StartsWith("##vso[", StringComparison.Ordinal))];

    // What the services run: the text of each step of the last block.
    private static IReadOnlyList<string> Steps(string page, string key)
    {
        var texts = new List<string>();
        Collect(YamlText.Read(Block(page, key == "run" ? "# .github/workflows/gate.yaml" : "# azure-pipelines.yml"), "recipe"));
        return texts;

        void Collect(YamlNode node)
        {
            foreach (var (name, value) in node is YamlMap map ? map.Entries.Select(e => (e.Name, e.Value)) : ((node as YamlList)?.Items ?? []).Select(i => ("", i)))
            {
                if (name == key && value is YamlScalar text)
                {
                    texts.Add(text.Text.Trim());
                }
                else
                {
                    Collect(value);
                }
            }
        }
    }

    private static string Block(string page, string firstLine) => Blocks().Matches(page).Select(m => m.Groups["body"].Value).First(body => body.StartsWith(firstLine + "\n", StringComparison.Ordinal));

    private static async Task<string> PageAsync(string recipe) => (await File.ReadAllTextAsync(RepositoryFiles.At("docs", "recipes", recipe), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");

    private static async Task<GyreResult> BashAsync(string folder, string script, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        // As on a fresh agent: the home is in the workspace.
        start.Environment.Remove("GYRE_HOME");
        return await GyreProcess.RunAsync(start);
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"^```yaml\n(?<body>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
