using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>Several hundred templates with what Python made of them, so that the engine is checked where there is no Python.</summary>
public sealed class CommittedCaseTests
{
    private static readonly string File = Path.Combine(PythonJinja.Folder(), "cases.jsonl");

    [Fact]
    public async Task Every_committed_case_renders_as_python_rendered_it()
    {
        var differences = (await ReadAsync())
            .Select(c => Difference.Of(TemplateCase.FromPython(c), (PythonDict)c["want"]!, TestContext.Current.CancellationToken))
            .OfType<string>()
            .ToList();

        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n" + string.Join("\n", differences));
    }

    [Fact]
    public async Task The_committed_cases_are_still_what_python_says()
    {
        PythonJinja.Require();
        var cases = await ReadAsync();
        var answers = await PythonJinja.RunAsync([.. cases.Select(c => TemplateCase.FromPython(c).ToPython())], TestContext.Current.CancellationToken);

        var differences = cases.Zip(answers)
            .Where(pair => !PythonEquality.AreEqual(Comparable(pair.First["want"]), Comparable(pair.Second)))
            .Select(pair => $"{PythonText.Repr(pair.First["t"])}\n  committed: {PythonJson.Write(pair.First["want"])}\n  python:    {PythonJson.Write(pair.Second)}")
            .ToList();

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>Messages change a little from one Python to the next; output and class of error do not.</summary>
    private static object? Comparable(object? answer) => answer is PythonDict dict && dict.TryGetValue("e", out var error) ? error : answer;

    private static async Task<List<PythonDict>> ReadAsync() =>
        [.. (await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken)).Select(line => (PythonDict)PythonJson.Parse(line)!)];
}
