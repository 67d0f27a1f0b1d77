using System.Diagnostics;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Studio.Tests.Page;

/// <summary>The page's own sources: the client fits the API, and what computes is right.</summary>
public sealed class SourceTests
{
    private static readonly string Studio = RepositoryFiles.At("studio");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_is_the_one_that_the_document_of_the_api_gives()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("openapi-typescript", RepositoryFiles.At("docs", "reference", "openapi.json"), "--output", folder.At("schema.ts"), "--alphabetize");

        Approved.Matches(await File.ReadAllTextAsync(folder.At("schema.ts"), Stop), Path.Combine(Studio, "src", "api", "schema.ts"));
    }

    [Fact]
    public async Task What_the_page_computes_is_right()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("vitest", "run", "--test-timeout=60000", "--reporter=json", $"--outputFile={folder.At("report.json")}");
        var report = JsonElement.Parse(await File.ReadAllTextAsync(folder.At("report.json"), Stop));

        TestContext.Current.TestOutputHelper?.WriteLine($"{report.GetProperty("numPassedTests")} tests of TypeScript passed");
        Assert.True(report.GetProperty("numPassedTests").GetInt32() > 0);
        Assert.Equal(0, report.GetProperty("numPendingTests").GetInt32());
    }

    [Fact]
    public async Task The_lock_file_names_no_registry() =>
        Assert.DoesNotContain("\"resolved\"", await File.ReadAllTextAsync(Path.Combine(Studio, "package-lock.json"), Stop), StringComparison.Ordinal);

    [Fact]
    public void No_source_of_the_page_loads_from_another_host() =>
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Studio, "src"), "*.*", SearchOption.AllDirectories)
            .Append(Path.Combine(Studio, "index.html"))
            .Where(f => File.ReadAllText(f).Contains("https://", StringComparison.Ordinal) && !f.EndsWith("schema.ts", StringComparison.Ordinal) && !f.EndsWith(".test.ts", StringComparison.Ordinal)));

    private static async Task RunAsync(string tool, params string[] arguments)
    {
        var program = Path.Combine(Studio, "node_modules", ".bin", tool);
        Assert.SkipUnless(File.Exists(program), $"{tool} is not installed: build with the page, or run npm ci in studio/.");
        var start = new ProcessStartInfo(program) { WorkingDirectory = Studio, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"{tool}: {await output}{await errors}");
    }
}
