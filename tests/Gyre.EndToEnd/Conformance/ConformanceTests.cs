using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.EndToEnd.Conformance;

/// <summary>The specification's rules through the command line, as a user of prompt flow would try them.</summary>
public sealed class ConformanceTests(EchoServer server) : IClassFixture<EchoServer>
{
    private static readonly Dictionary<string, ConformanceCase> Cases = Directory
        .EnumerateFiles(RepositoryFiles.At("tests", "Gyre.EndToEnd", "Conformance", "cases"), "*.yaml").Order(StringComparer.Ordinal)
        .SelectMany(file => ConformanceCase.ReadFile(file).Select(c => (Key: Path.GetFileNameWithoutExtension(file) + ": " + c.Name, Case: c)))
        .ToDictionary(pair => pair.Key, pair => pair.Case, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_rule_holds(string name)
    {
        var rule = Cases[name];
        Assert.SkipUnless(!rule.NeedsPython || GyreProcess.HasPython, "Python 3.9 or newer is not on PATH.");
        using var folder = new TemporaryFolder();
        foreach (var (file, text) in rule.Files)
        {
            folder.Write("flow/" + file, Fill((string)text!, folder));
        }

        folder.Write("gyre.yaml", "version: 1\n");
        var connections = folder.At("flow", "connections");
        if (Directory.Exists(connections))
        {
            foreach (var file in Directory.EnumerateFiles(connections))
            {
                var created = await GyreProcess.RunAsync(folder.Path, ["connection", "create", "--file", file]);
                Assert.True(created.ExitCode == 0, created.Error);
            }
        }

        List<string> arguments = ["flow", "test", "--flow", folder.At("flow", rule.Flow ?? ""), "--output", "json"];
        if (rule.Inputs is { } inputs)
        {
            arguments.AddRange(["--inputs", folder.Write("inputs.json", PythonJson.Write(inputs))]);
        }

        arguments.AddRange(rule.Arguments.Select(a => Fill(a, folder)));
        Check(rule, await GyreProcess.RunAsync(folder.Path, [.. arguments]));
    }

    private string Fill(string text, TemporaryFolder folder) =>
        text.Replace("{server}", server.Address, StringComparison.Ordinal).Replace("{folder}", folder.At("flow"), StringComparison.Ordinal);

    private static void Check(ConformanceCase rule, GyreResult result)
    {
        var all = $"exit {result.ExitCode}\n{result.Output}\n{result.Error}";
        var json = PythonJson.Parse(result.Output) as PythonDict;
        Assert.True(json is not null, all);
        var error = json["error"] as PythonDict;
        var fails = rule.Wanted("code") ?? rule.Wanted("anycode") ?? rule.Wanted("inner");
        Assert.True((error is null) == (fails is null) || rule.Wanted("metrics") is not null || rule.Wanted("message") is not null, all);
        if (rule.Wanted("exit") is { } exit || fails is null)
        {
            Assert.True(result.ExitCode == Convert.ToInt32(rule.Wanted("exit") ?? 0L), all);
        }

        Same(rule.Wanted("status"), json["status"], all);
        Same(rule.Wanted("code"), error?["code"], all);
        Same(rule.Wanted("inner"), error?["inner"], all);
        Same(rule.Wanted("node"), error?["node"], all);
        Same(rule.Wanted("line"), error?["line"], all);
        Assert.True(rule.Wanted("anycode") is not List<object?> codes || codes.Contains(error!["code"]), all);
        Assert.True(rule.Wanted("message") is not string message || PythonText.Str(error?["message"]).Contains(message, StringComparison.Ordinal), all);
        Assert.True(rule.Wanted("stdout") is not string part || result.Output.Contains(part, StringComparison.Ordinal), all);
        Assert.True(rule.Wanted("never") is not string secret || !all.Contains(secret, StringComparison.Ordinal), all);
        if (rule.Wanted("outputs") is { } outputs)
        {
            Same(outputs, json["outputs"], all);
        }

        foreach (var (key, value) in rule.Wanted("metrics") as PythonDict ?? [])
        {
            Same(value, ((PythonDict)json["metrics"]!)[key], all);
        }

        foreach (var (node, status) in rule.Wanted("nodes") as PythonDict ?? [])
        {
            Same(status, ((PythonDict)json["nodes"]!)[node], all);
        }

        foreach (var (output, wanted) in rule.Wanted("json_outputs") as PythonDict ?? [])
        {
            Contains(wanted, PythonJson.Parse((string)((PythonDict)json["outputs"]!)[output]!), all);
        }
    }

    private static void Same(object? wanted, object? actual, string all) =>
        Assert.True(wanted is null || PythonEquality.AreEqual(wanted, actual), $"wanted {PythonText.Repr(wanted)}, got {PythonText.Repr(actual)}\n{all}");

    private static void Contains(object? wanted, object? actual, string all)
    {
        if (wanted is PythonDict part && actual is PythonDict whole)
        {
            foreach (var (key, value) in part)
            {
                Assert.True(whole.TryGetValue(key, out var there), $"no {key}\n{all}");
                Contains(value, there, all);
            }

            return;
        }

        Same(wanted, actual, all);
    }
}
