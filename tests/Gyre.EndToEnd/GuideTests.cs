using System.Text.RegularExpressions;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>What the first pages tell a newcomer to type, typed.</summary>
public sealed partial class GuideTests
{
    [Theory]
    [InlineData("getting-started.md")]
    [InlineData("bring-a-prompt-flow-project.md")]
    [InlineData("models.md")]
    public async Task Every_command_of_the_page_works_in_the_order_written(string page)
    {
        using var folder = new TemporaryFolder();
        var commands = Commands(await File.ReadAllTextAsync(RepositoryFiles.At("docs", "guide", page), TestContext.Current.CancellationToken)).ToList();
        Assert.NotEmpty(commands);
        folder.Write("openai.yaml", "name: open_ai_connection\ntype: open_ai\napi_key: <user-input>\n");
        folder.Write("data.jsonl", """
            {"truth": "APP", "answer": "APP"}
            {"truth": "APP", "answer": "Channel"}

            """);
        var place = folder.Path;
        foreach (var command in commands)
        {
            if (command is ["cd", var to])
            {
                place = Path.GetFullPath(to, place);
                continue;
            }

            Assert.Equal("gyre", command[0]);
            var printed = await GyreProcess.RunAsync(place, [.. command.Skip(1)]);
            Assert.True(printed.ExitCode == 0, $"{string.Join(' ', command)}\n{printed.Output}\n{printed.Error}");
        }
    }

    private static IEnumerable<List<string>> Commands(string page) =>
        from Match block in Block().Matches(page.ReplaceLineEndings("\n"))
        from Match line in Line().Matches(block.Groups["body"].Value.Replace("\\\n", " ", StringComparison.Ordinal))
        select Word().Matches(line.Groups["command"].Value).Select(word => word.Value.Replace("'", "", StringComparison.Ordinal)).ToList();

    [GeneratedRegex(@"^```console\n(?<body>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<command>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:'[^']*'|[^\s'])+")]
    private static partial Regex Word();
}
