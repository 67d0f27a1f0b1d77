using System.IO.Compression;
using System.Text;
using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Runs;

public sealed class RunExportTests
{
    [Theory]
    [InlineData("deep/folder")]
    [InlineData("deep/run.zip")]
    [InlineData("deep/lines.csv")]
    [InlineData("deep/lines.jsonl")]
    public async Task A_script_is_told_where_the_export_is(string target)
    {
        using var gyre = await WithRunAsync();
        var printed = await gyre.RunAsync("run", "export", "r", "--to", target, "--output", "json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Equal(gyre.At(target), ((PythonDict)PythonJson.Parse(printed.Output)!)["file"]);
        Assert.True(Path.Exists(gyre.At(target)));
    }

    [Fact]
    public async Task No_secret_is_in_an_export()
    {
        using var gyre = await WithRunAsync();
        foreach (var target in (string[])["folder", "run.zip", "lines.csv", "lines.jsonl"])
        {
            Assert.Equal(0, (await gyre.RunAsync("run", "export", "r", "--to", target)).ExitCode);
        }

        await ZipFile.ExtractToDirectoryAsync(gyre.At("run.zip"), gyre.At("unpacked"), TestContext.Current.CancellationToken);
        string[] files = [.. Files("folder"), .. Files("unpacked"), gyre.At("lines.csv"), gyre.At("lines.jsonl")];
        Assert.Contains(files, file => file.EndsWith("call.cs", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Assert.DoesNotContain("hush", await File.ReadAllTextAsync(file, Encoding.UTF8, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(gyre.At(folder), "*", SearchOption.AllDirectories);
    }

    // Its secrets: a connection's key that a tool and an llm node get, a variable of the run, a .env file of the flow.
    private static async Task<Gyre> WithRunAsync()
    {
        var gyre = new Gyre();
        gyre.Write("keys.yaml", "name: keys\ntype: custom\nconfigs: {open: seen}\nsecrets: {token: <user-input>}\n");
        gyre.Write("stand.yaml", "name: down\ntype: open_ai\nbase_url: http://127.0.0.1:9/v1\napi_key: <user-input>\n");
        gyre.Write("flow/.env", "TOKEN=hush-file\n");
        gyre.Write("flow/flow.dag.yaml", """
            inputs: {n: {type: int}}
            outputs: {n: {reference: '${call.output}'}}
            nodes:
            - {name: call, type: csharp, source: {type: code, path: call.cs}, inputs: {n: '${inputs.n}', keys: keys}}
            - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, inputs: {model: m, n: '${call.output}'}, connection: down, api: chat}
            """);
        gyre.Write("flow/ask.jinja2", "user:\n{{n}}");
        gyre.Write("flow/call.cs", """
            public static class Call
            {
                public static int Run(int n, Gyre.Models.Connections.Connection keys) => keys.Name == "keys" ? n : throw new ArgumentException(keys.Name);
            }
            """);
        gyre.Write("data.jsonl", "{\"n\": 1}\n{\"n\": 2}\n");
        Assert.Equal(0, (await gyre.RunAsync("connection", "create", "--file", "keys.yaml", "--set", "secrets.token=hush-token")).ExitCode);
        Assert.Equal(0, (await gyre.RunAsync("connection", "create", "--file", "stand.yaml", "--set", "api_key=hush-key")).ExitCode);
        var made = await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "data.jsonl", "--name", "r", "--environment-variables", "SAID=hush-variable", "COPY=${keys.token}");
        Assert.True(made.ExitCode == 0, made.Error);
        return gyre;
    }
}
