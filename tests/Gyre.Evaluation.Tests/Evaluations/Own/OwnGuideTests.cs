using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluations.Own;

/// <summary>The files of docs/guide/evaluators.md, section "Your own", run as they stand there.</summary>
public sealed class OwnGuideTests
{
    [Fact]
    public async Task The_examples_of_the_guide_score_as_they_stand()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("answers.jsonl", """
            {"answer": "Paris of France", "reference": "paris it is"}
            {"answer": "Rome", "reference": "rome"}
            """);
        bench.Folder.Write("checks.py", Block("python"));
        bench.Folder.Write("Closeness.cs", Block("csharp"));

        await bench.RunAsync(Block("yaml")["evaluators:\n".Length..]);

        Assert.Equal(["""{"line_number":0,"brevity":true}""", """{"line_number":1,"brevity":true}"""], await bench.ColumnsAsync("e.1.brevity"));
        Assert.Equal(
            [
                """{"line_number":0,"common.overlap":0.3333333333333333,"common.overlap_reason":"paris","common.overlap_result":"fail","common.overlap_threshold":0.5}""",
                """{"line_number":1,"common.overlap":1.0,"common.overlap_reason":"rome","common.overlap_result":"pass","common.overlap_threshold":0.5}""",
            ],
            await bench.ColumnsAsync("e.1.common"));
        Assert.Equal(["""{"line_number":0,"close":0.0,"length_gap":4}""", """{"line_number":1,"close":1.0,"length_gap":0}"""], await bench.ColumnsAsync("e.1.Closeness"));
    }

    private static string Block(string language)
    {
        var section = File.ReadAllText(RepositoryFiles.At("docs", "guide", "evaluators.md")).ReplaceLineEndings("\n").Split("\n## Your own\n")[1];
        return section.Split($"```{language}\n")[1].Split("```")[0];
    }
}
