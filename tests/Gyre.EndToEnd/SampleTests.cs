using System.Diagnostics;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>The samples that read data from elsewhere.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_outdoor_shop_answers_every_question_from_the_manuals_it_is_given()
    {
        var data = RepositoryFiles.SharedData("contoso-outdoor");
        Assert.SkipWhen(data is null, "The manuals of contoso-outdoor are not beside the repository (../shared/data).");
        using var folder = Sample("contoso-outdoor");

        var answers = await RunAsync(
            folder,
            "--flow",
            "flows/questions",
            "--data",
            Path.Combine(data, "questions.jsonl"),
            "--column-mapping",
            "question=${data.question}",
            $"manuals={Path.Combine(data, "manuals")}");

        Assert.Equal(9, answers.Count);
        Assert.Contains(answers, answer => ((string)answer["answer"]!).Contains("20F to 60F", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quarterly_reports_are_read_from_pdf_and_most_questions_find_a_page_of_the_right_one()
    {
        var data = RepositoryFiles.SharedData("sec-10q-qa");
        Assert.SkipWhen(data is null, "The reports of sec-10q-qa are not beside the repository (../shared/data).");
        Assert.SkipUnless(HasPdfToText(), "pdftotext is not installed.");
        using var folder = Sample("sec-10q");

        var questions = Path.Combine(data, "qna.jsonl");
        var answers = await RunAsync(folder, "--file", "runs/filings.yaml", "--data", questions, "--column-mapping", "question=${data.question}", $"filings={Path.Combine(data, "docs")}");

        var wanted = (await File.ReadAllLinesAsync(questions, TestContext.Current.CancellationToken)).Select(line => (List<object?>)((PythonDict)PythonJson.Parse(line)!)["source_docs"]!).ToList();
        Assert.Equal(wanted.Count, answers.Count);
        var found = answers.Zip(wanted).Count(pair => ((List<object?>)pair.First["sources"]!).Any(source => pair.Second.Any(report => ((string)source!).StartsWith((string)report!, StringComparison.Ordinal))));
        Assert.True(found >= 0.8 * wanted.Count, $"{found} of {wanted.Count}");
    }

    [Fact]
    public async Task Without_pdftotext_the_reports_say_in_one_line_how_to_get_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows looks for programs beside PATH too.");
        using var folder = Sample("sec-10q");
        folder.Write("reports/one.pdf", "not read");
        var start = GyreProcess.Start(folder.Path, ["flow", "test", "--flow", "flows/filings", "--inputs", "question=Why?", $"filings={folder.At("reports")}"]);
        start.Environment["PATH"] = folder.At("nothing");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("apt-get install poppler-utils", await output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static TemporaryFolder Sample(string name)
    {
        var folder = new TemporaryFolder();
        var source = RepositoryFiles.At("samples", name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}.", StringComparison.Ordinal)))
        {
            folder.Write(Path.GetRelativePath(source, file), File.ReadAllText(file));
        }

        return folder;
    }

    private static async Task<List<PythonDict>> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        var printed = await GyreProcess.RunAsync(folder.Path, ["run", "create", "--name", "one", .. arguments]);
        Assert.True(printed.ExitCode == 0, printed.Error);
        var lines = await File.ReadAllLinesAsync(folder.At(".gyre", "runs", "one", "outputs.jsonl"), TestContext.Current.CancellationToken);
        return [.. lines.Select(line => (PythonDict)PythonJson.Parse(line)!)];
    }

    private static bool HasPdfToText() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "pdftotext.exe" : "pdftotext")));
}
