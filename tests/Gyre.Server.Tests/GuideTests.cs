using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Gyre.Gateway.Callers;
using Gyre.Server.Tests.Clients;
using Gyre.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gyre.Server.Tests;

/// <summary>What docs/guide/gateway.md tells clients to write, run as it stands but for address and key.</summary>
public sealed partial class GuideTests(Door door)
{
    private const string Usings = "global using System; global using System.IO; global using System.Linq; global using System.Threading.Tasks; global using System.Collections.Generic;";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bash", 1)]
    [InlineData("csharp", 2)]
    [InlineData("js", 5)]
    public async Task Every_example_of_a_client_is_answered(string language, int examples)
    {
        Assert.SkipUnless(language != "js" || door.NoNode.Length == 0, door.NoNode);
        Assert.SkipUnless(language != "bash" || File.Exists("/usr/bin/curl"), "There is no curl.");
        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "{}\n");
        await using var server = await Door.StartAsync(workspace);
        var key = await server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.CreateVersion7(), Name = "reader" }, "tests", Cancellation);
        await server.Gateway.Accounts.RefreshAsync(Cancellation);
        var page = await File.ReadAllTextAsync(RepositoryFiles.At("docs", "guide", "gateway.md"), Cancellation);
        var blocks = Block().Matches(page.ReplaceLineEndings("\n")).Where(b => b.Groups["language"].Value == language).Select(b => b.Groups["body"].Value).ToList();
        Assert.Equal(examples, blocks.Count);
        foreach (var block in blocks)
        {
            var code = block.Replace("http://127.0.0.1:5080", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("gyre_KEY", key.Text, StringComparison.Ordinal);
            await (language switch
            {
                "csharp" => CompileAndRunAsync(code),
                "bash" => RunAsync("bash", "-c", code),
                _ => RunAsync("node", "--input-type=module", "--eval", code),
            });
        }

        var rows = await Ledger.ReadAsync(server, workspace.At(".gyre", "gyre.db"), examples, Cancellation);
        Assert.Equal(Enumerable.Repeat("answered", examples), rows.Select(r => r.Outcome));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = NodeClients.Folder, UseShellExecute = false, RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        Assert.NotEmpty(printed.Trim());
    }

    private static async Task CompileAndRunAsync(string code)
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f));
        var compiled = CSharpCompilation.Create(
            "Example" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(Usings, cancellationToken: Cancellation), CSharpSyntaxTree.ParseText(code, cancellationToken: Cancellation)],
            known,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var image = new MemoryStream();
        var written = compiled.Emit(image, cancellationToken: Cancellation);
        Assert.True(written.Success, string.Join('\n', written.Diagnostics));
        var main = Assembly.Load(image.ToArray()).EntryPoint!;
        main = main.DeclaringType!.GetMethod("<Main>$", BindingFlags.Static | BindingFlags.NonPublic) ?? main;
        await (Task)main.Invoke(null, [Array.Empty<string>()])!;
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<body>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
