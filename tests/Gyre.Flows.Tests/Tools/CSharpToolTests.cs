using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools.CSharp;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Tools;

public sealed class CSharpToolTests
{
    private static FlowProject Project(string code, string inputs = "q: \"${inputs.q}\"", string aggregation = "false")
    {
        var project = new FlowProject().With("t.cs", code).With("flow.dag.yaml", $$$"""
            inputs: {q: {type: string, default: hi}, l: {type: list, default: [1, 2]}, o: {type: object, default: {Name: A, full_title: B, Sizes: [1, 2.5]} } }
            outputs: { {{{(aggregation == "true" ? "q: {reference: \"${inputs.q}\"}" : "r: {reference: \"${t.output}\"}")}}} }
            nodes:
            - {name: t, type: csharp, source: {type: code, path: t.cs}, aggregation: {{{aggregation}}}, inputs: { {{{inputs}}} } }
            """);
        project.Sources.Add(new CSharpToolSource(project.Providers, project.Time, packageFolder: project.Folder.At("packages")));
        return project;
    }

    private static async Task<string> AnswerAsync(string code, string inputs = "q: \"${inputs.q}\"")
    {
        using var project = Project(code, inputs);
        return PythonJson.Write(await project.AnswerAsync());
    }

    [Fact]
    public async Task The_only_public_static_method_is_the_tool() =>
        Assert.Equal("\"HI\"", await AnswerAsync("public static class T { public static string Shout(string q) => Inner(q); private static string Inner(string q) => q.ToUpperInvariant(); }"));

    [Fact]
    public async Task A_marked_method_is_the_tool_among_several() =>
        Assert.Equal("2", await AnswerAsync("public static class T { public static int A(string q) => 1; [Tool] public static int B(string q) => q.Length; }"));

    [Theory]
    [InlineData("public static class T { }", ErrorClasses.NoToolDefined)]
    [InlineData("public static class T { public static int A() => 1; public static int B() => 2; }", ErrorClasses.MultipleToolsDefined)]
    [InlineData("public static class T { [Tool] public static int A() => 1; [Tool] public static int B() => 2; }", ErrorClasses.MultipleToolsDefined)]
    [InlineData("public static class T {", ErrorClasses.ToolLoadError)]
    public async Task A_file_without_one_tool_is_refused(string code, string errorClass)
    {
        using var project = Project(code);
        var e = await project.FailsToOpenAsync();
        Assert.Equal((ErrorClasses.ResolveToolError, errorClass), (e.ErrorClass, e.InnerClass));
    }

    [Fact]
    public async Task Compile_errors_name_file_and_line()
    {
        using var project = Project("public static class T\n{\n    public static int A() => nothing;\n    public static string B() => 1;\n}\n");
        var e = await project.FailsToOpenAsync();
        Assert.Contains("t.cs(3,30): error CS0103: The name 'nothing' does not exist in the current context\nt.cs(4,33): error CS0029", e.Message);
        Assert.Equal((project.Folder.At("t.cs"), 3), (e.File, e.Line));
    }

    [Fact]
    public async Task A_missing_file_is_InvalidSource()
    {
        using var project = Project("");
        File.Delete(project.Folder.At("t.cs"));
        Assert.Equal(ErrorClasses.InvalidSource, (await project.FailsToOpenAsync()).InnerClass);
    }

    [Theory]
    [InlineData("int x", "x: '4'", "x * 2", "8")]
    [InlineData("long? x = null", "x: ''", "x is null", "true")]
    [InlineData("double x", "x: 1", "x / 2", "0.5")]
    [InlineData("decimal x", "x: '1.5'", "x", "1.5")]
    [InlineData("bool x", "x: 'True'", "!x", "false")]
    [InlineData("string x, int y = 3", "x: a", "x + y", "\"a3\"")]
    [InlineData("DayOfWeek x", "x: Monday", "x", "\"Monday\"")]
    [InlineData("List<int> x", "x: \"${inputs.l}\"", "x.Sum()", "3")]
    [InlineData("IReadOnlyList<string> x", "x: [a, b]", "x.Reverse()", "[\"b\",\"a\"]")]
    [InlineData("double[] x", "x: \"${inputs.l}\"", "x.Select(i => i / 2)", "[0.5,1.0]")]
    [InlineData("Dictionary<string, object> x", "x: {a: 1}", "x.Count", "1")]
    [InlineData("System.Text.Json.JsonElement x", "x: {a: [1]}", "x.GetProperty(\"a\")", "[1]")]
    [InlineData("object x", "x: \"${inputs.o}\"", "x", """{"Name":"A","full_title":"B","Sizes":[1,2.5]}""")]
    [InlineData("string x", "x: \"${inputs.l}\"", "x", "\"[1, 2]\"")]
    public async Task Inputs_become_what_the_parameter_takes(string parameter, string input, string expression, string json) =>
        Assert.Equal(json, await AnswerAsync($"public static class T {{ public static object? A({parameter}) => {expression}; }}", input));

    [Fact]
    public async Task Dicts_fill_records_and_records_become_dicts() => Assert.Equal(
        """{"name":"A!","full_title":"B","size_list":[1.0,2.5],"next":{"name":"x","full_title":null,"size_list":[],"next":null}}""",
        await AnswerAsync(
            """
            public static class T { public static Out A(In o) => new(o.Name + "!", o.FullTitle, o.Sizes, new("x", null, [], null)); }
            public sealed record In(string Name, string FullTitle, List<double> Sizes);
            public sealed record Out(string Name, string? FullTitle, List<double> SizeList, Out? Next);
            """,
            "o: \"${inputs.o}\""));

    [Theory]
    [InlineData("public static async Task<string> A(string q) { await Task.Yield(); return q; }", "\"hi\"")]
    [InlineData("public static async ValueTask<int> A(string q) { await Task.Yield(); return 1; }", "1")]
    [InlineData("public static async Task A(string q) => await Task.Yield();", "null")]
    [InlineData("public static async ValueTask A(string q) => await Task.Yield();", "null")]
    [InlineData("public static void A(string q) { }", "null")]
    [InlineData("public static bool A(string q, CancellationToken stop) => stop.CanBeCanceled;", "true")]
    [InlineData("public static async IAsyncEnumerable<string> A(string q) { yield return q; await Task.Yield(); yield return \"!\"; }", "\"hi!\"")]
    public async Task Methods_may_be_asynchronous_and_stream(string method, string json) => Assert.Equal(json, await AnswerAsync($"public static class T {{ {method} }}"));

    [Fact]
    public async Task Generated_regexes_work() => Assert.Equal(
        "[\"a1\",\"b2\"]",
        await AnswerAsync("using System.Text.RegularExpressions; public static partial class T { public static List<string> A(string q) => [.. R().Matches(\"a1 b2\").Select(m => m.Value)]; [GeneratedRegex(@\"\\w\\d\")] private static partial Regex R(); }"));

    [Fact]
    public async Task Paths_are_meant_from_the_flow_folder()
    {
        using var project = Project("public static class T { public static string A(FileInfo f, DirectoryInfo d) => File.ReadAllText(f.FullName) + (d.FullName == ToolRun.FlowFolder); }", "f: data/x.txt, d: .");
        project.With("data/x.txt", "text ");
        Assert.Equal("text True", await project.AnswerAsync());
    }

    [Fact]
    public async Task A_connection_and_a_chat_client_may_be_parameters()
    {
        using var server = LoopbackServer.Saying("said");
        using var project = Project(
            "using Gyre.Models.Connections; using Microsoft.Extensions.AI; public static class T { public static async Task<string> A(Connection c, IChatClient chat, CancellationToken stop) => c.Type + (await chat.GetResponseAsync(\"hello\", cancellationToken: stop)).Text; }",
            "c: open, chat: open, model: m7").WithOpenAi(server.Address);
        var result = await project.RunAsync();
        Assert.True(result.Line.Status == RunStatus.Completed, result.Line.Error?.Message);
        Assert.Equal("OpenAIConnectionsaid", result.Line.Output!["r"]);
        Assert.Contains("\"m7\"", server.OnlyBody);
        Assert.Equal(7, result.Line.Usage.TotalTokens);
        Assert.DoesNotContain("sk-secret", PythonJson.Write(result.Nodes[0].Inputs));
    }

    [Fact]
    public async Task What_a_tool_throws_is_reported_with_its_place()
    {
        using var project = Project("public static class T\n{\n    public static int A(string q)\n    {\n        throw new InvalidOperationException(\"no \" + q);\n    }\n}\n");
        var error = (await project.RunAsync()).Line.Error!;
        Assert.Equal((ErrorClasses.ToolExecutionError, "InvalidOperationException", "Execution failure in 't': (InvalidOperationException) no hi"), (error.Code, error.Inner, error.Message));
        Assert.Equal(5, error.Line);
        Assert.Equal((5L, "A"), (error.ToolDetails!["lineno"], error.ToolDetails["name"]));
        Assert.DoesNotContain("CSharpTool", (string)error.ToolDetails["traceback"]!);
    }

    [Theory]
    [InlineData("q: x, nope: 1", "A() has no parameter 'nope'")]
    [InlineData("q2: x", "missing the argument 'q'")]
    [InlineData("q: x, n: many", "not type int")]
    public async Task Inputs_that_do_not_fit_are_refused(string inputs, string message)
    {
        using var project = Project("public static class T { public static int A(string q, int n = 1) => n; }", inputs);
        try
        {
            Assert.Contains(message, (await project.RunAsync()).Line.Error!.Message);
        }
        catch (FlowException e)
        {
            Assert.Contains(message, e.Message);
        }
    }

    [Fact]
    public async Task What_a_tool_prints_is_in_its_record_only()
    {
        using var project = Project("public static class T { public static async Task<int> A(string q) { Console.WriteLine(\"out \" + q); await Task.Yield(); Console.Error.Write(\"err\"); return 1; } }");
        var node = Assert.Single((await project.RunAsync()).Nodes);
        Assert.Matches(@"^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\] out hi\r?\n$", node.StandardOutput);
        Assert.EndsWith("] err", node.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_count_in_aggregation()
    {
        using var project = Project("public static class T { public static void A(List<string> q) => ToolRun.LogMetric(\"n\", q.Count); }", aggregation: "true");
        await using var flow = await project.OpenAsync();
        var stop = TestContext.Current.CancellationToken;
        var inputs = new PythonDict { { "q", "a" }, { "l", null }, { "o", null } };
        var aggregation = await flow.AggregateAsync(new AggregationRequest("run", [new(0, inputs, [], []), new(1, inputs, [], [])]), stop);
        Assert.Empty(aggregation.Errors.Select(e => e.Value.Message));
        Assert.Equal("""{"n":2}""", PythonJson.Write(aggregation.Metrics));
    }

    [Fact]
    public async Task Images_pass_as_they_are()
    {
        using var project = Project("using Gyre.Flows.Media; public static class T { public static string A(FlowImage i) => i.MimeType; }", "i: \"${inputs.i}\"");
        project.With("flow.dag.yaml", (await File.ReadAllTextAsync(project.Folder.At("flow.dag.yaml"), TestContext.Current.CancellationToken)).Replace("inputs: {q:", "inputs: {i: {type: image}, q:", StringComparison.Ordinal));
        Assert.Equal("image/png", await project.AnswerAsync(new PythonDict { { "i", "iVBORw==" } }));
    }

    [Fact]
    public async Task State_lives_as_long_as_the_flow_and_not_longer()
    {
        using var project = Project("public static class T { private static int n; public static int A(string q) => ++n; }");
        await using (var flow = await project.OpenAsync())
        {
            foreach (var expected in new[] { 1L, 2L })
            {
                Assert.Equal(expected, (await flow.ExecuteLineAsync(new LineRequest([], "run", null), TestContext.Current.CancellationToken)).Line.Output!["r"]);
            }
        }

        Assert.Equal(1L, await project.AnswerAsync());
    }

    [Fact]
    public async Task A_compiled_file_is_kept_for_the_next_start()
    {
        using var project = Project("public static class T { public static int A(string q) => 1; }");
        project.Sources.Clear();
        project.Sources.Add(new CSharpToolSource(project.Providers, project.Time, project.Folder.At("cache")));
        Assert.Equal(1L, await project.AnswerAsync());
        Assert.Single(Directory.GetFiles(project.Folder.At("cache"), "*.dll"));
        Assert.Equal(1L, await project.AnswerAsync());
    }

    [Fact]
    public async Task A_package_that_is_not_there_says_how_to_fetch_it()
    {
        using var project = Project("public static class T { public static int A(string q) => 1; }").With("t.packages", "# comment\n\nNo.Such.Package 1.2.3\n");
        var e = await project.FailsToOpenAsync();
        Assert.Equal(ErrorClasses.ToolLoadError, e.InnerClass);
        Assert.Contains("t.packages(3): Package 'No.Such.Package' 1.2.3 is not in", e.Message);
        project.With("t.packages", "nonsense\n");
        Assert.Contains("write for instance: CsvHelper 34.0.0", (await project.FailsToOpenAsync()).Message);
    }

    [Fact]
    public async Task A_package_beside_the_file_is_referenced_and_loaded()
    {
        var library = Path.Combine(ScriptPackages.DefaultFolder, "yamldotnet", "16.3.0");
        Assert.SkipUnless(Directory.Exists(library), "YamlDotNet 16.3.0 is not in the package folder");
        using var project = Project("public static class T { public static object? A(string q) => new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, int>>(\"a: 2\")[\"a\"]; }")
            .With("t.packages", "YamlDotNet 16.3.0");
        project.Sources.Clear();
        project.Sources.Add(new CSharpToolSource(project.Providers, project.Time));
        Assert.Equal(2L, await project.AnswerAsync());
    }
}
