using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluations.Own;

public sealed class OwnEvaluatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Python_function_scores_and_its_value_has_its_name()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("checks.py", """"
            """A file with a long text
            def not_this_one():
            """
            def _letters(text):
                return len(text)

            def brevity(response, limit=5):
                return _letters(response) <= limit
            """");

        var evaluation = await bench.RunAsync("- path: checks.py:brevity\n");

        Assert.Equal(EvaluationState.Completed, evaluation.State);
        Assert.Equal(["""{"line_number":0,"brevity":true}""", """{"line_number":1,"brevity":true}"""], await bench.ColumnsAsync("e.1.brevity"));
        var metric = Assert.Single(Assert.Single((await EvaluationSummary.ReadAsync(evaluation, bench.Runs, Stop)).Targets).Metrics);
        Assert.Equal(("brevity", 2, 1.0), (metric.Name, metric.Scored, metric.Mean));
    }

    [Fact]
    public async Task A_Python_class_of_azure_s_shape_gives_the_entries_of_its_dict_as_columns()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("evaluators/answer_length.py", """
            class AnswerLengthEvaluator:
                def __init__(self, unit="letters"):
                    self.unit = unit

                def __call__(self, *, response: str, context: str = None, **kwargs):
                    size = len(response) if self.unit == "letters" else len(response.split())
                    return {"answer_length": size, "answer_length_reason": self.unit, "saw": context is not None}
            """);

        await bench.RunAsync("""
            - path: evaluators/answer_length.py
              settings: {unit: words}
              thresholds: {answer_length: 0}
              lower_is_better: [answer_length]

            """);

        Assert.Equal(
            """{"line_number":0,"answer_length":1,"answer_length_reason":"words","saw":false,"answer_length_result":"fail","answer_length_threshold":0.0}""",
            (await bench.ColumnsAsync("e.1.answer_length"))[0]);
    }

    [Fact]
    public async Task Text_stays_text_whatever_it_looks_like()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("kind.py", "def kind(response, truth: int = 0):\n    return {'kind': type(response).__name__, 'truth': type(truth).__name__}\n");

        await bench.RunAsync("- path: kind.py\n  column_mapping: {truth: 7}\n", "column_mapping: {response: '${data.expected}'}");

        Assert.Equal("""{"line_number":1,"kind":"str","truth":"int"}""", (await bench.ColumnsAsync("e.1.kind"))[1]);
    }

    [Fact]
    public async Task A_CSharp_file_scores_by_the_names_of_its_parameters()
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("Closeness.cs", """
            public static class Closeness
            {
                public static Scored Score(string response, string groundTruth, double slack = 0.5) =>
                    new(string.Equals(response, groundTruth, StringComparison.OrdinalIgnoreCase) ? 1 : slack, groundTruth.Length);
            }

            public sealed record Scored(double Close, int TruthLength);
            """);

        await bench.RunAsync("- path: Closeness.cs\n  column_mapping: {groundTruth: '${data.expected}'}\n");

        Assert.Equal(["""{"line_number":0,"close":1.0,"truth_length":5}""", """{"line_number":1,"close":0.5,"truth_length":2}"""], await bench.ColumnsAsync("e.1.Closeness"));
    }

    [Fact]
    public async Task An_evaluation_flow_of_prompt_flow_s_runs_unchanged_and_keeps_its_metrics()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        WriteAccuracyFlow(bench);

        var evaluation = await bench.RunAsync("- path: accuracy\n");

        Assert.Equal(["""{"line_number":0,"grade":"Correct"}""", """{"line_number":1,"grade":"Incorrect"}"""], await bench.ColumnsAsync("e.1.accuracy"));
        Assert.Equal(0.5, (await bench.Runs.GetAsync("e.1.accuracy", Stop)).Metrics!["accuracy"]);
        Assert.Equal(EvaluationState.Completed, evaluation.State);
    }

    [Fact]
    public async Task A_sample_that_stands_as_a_default_is_not_scored_in_place_of_an_answer()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        WriteAccuracyFlow(bench);
        bench.Folder.Write("answers.jsonl", """{"answer": "Paris", "city": "paris"}""");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync("- path: accuracy\n"));

        Assert.Equal("evaluation-input", e.Problem.Code);
        Assert.Contains("Evaluator 'accuracy' needs 'groundtruth'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_column_of_two_evaluators_gets_the_second_s_name_before_it()
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("One.cs", "public static class One { public static Dictionary<string, int> Score(string answer) => new() { [\"score\"] = 1, [\"exact_match\"] = 9 }; }");
        bench.Folder.Write("Two.cs", "public static class Two { public static Dictionary<string, int> Score(string answer) => new() { [\"score\"] = 2 }; }");

        await bench.RunAsync("- exact_match\n- path: One.cs\n- path: Two.cs\n- path: Two.cs\n  as: third\n");

        Assert.Equal("""{"line_number":0,"One.score":1,"One.exact_match":9}""", (await bench.ColumnsAsync("e.1.One"))[0]);
        Assert.Equal("""{"line_number":0,"score":2}""", (await bench.ColumnsAsync("e.1.Two"))[0]);
        Assert.Equal("""{"line_number":0,"third.score":2}""", (await bench.ColumnsAsync("e.1.third"))[0]);
    }

    [Fact]
    public async Task A_class_with_an_aggregation_sees_what_it_returned()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("right.py", """
            class Right:
                def __call__(self, response, ground_truth):
                    return {"right": response.lower() == ground_truth.lower()}

                def __aggregate__(self, lines):
                    return {"share": sum(l.right for l in lines) / len(lines), "keys": ",".join(lines[0])}
            """);

        await bench.RunAsync("- path: right.py\n  as: r\n  thresholds: {right: 1}\n");

        Assert.Equal("""{"line_number":0,"r.right":true,"r.right_result":"pass","r.right_threshold":1.0}""", (await bench.ColumnsAsync("e.1.r"))[0]);
        var metrics = (await bench.Runs.GetAsync("e.1.r", Stop)).Metrics!;
        Assert.Equal((0.5, "right"), (metrics["share"], metrics["keys"]));
    }

    [Theory]
    [InlineData("broken.py", "def score(response)\n    return 1\n", "Evaluator 'broken' cannot be loaded: ", "SyntaxError", 1)]
    [InlineData("broken.py", "x = 1\nimport not_a_module_of_ours\ndef score(response):\n    return 1\n", "Evaluator 'broken' cannot be loaded: ", "not_a_module_of_ours", 2)]
    [InlineData("Broken.cs", "public static class Broken\n{\n    public static int Score(string response) => response;\n}\n", "Evaluator 'Broken' cannot be loaded: ", "CS0029", 3)]
    public async Task What_cannot_be_loaded_is_told_with_its_line_before_anything_runs(string file, string text, string says, string and, int line)
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write(file, text);

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync($"- path: {file}\n"));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains(and, e.Message, StringComparison.Ordinal);
        Assert.Equal((bench.Folder.At(file), line), (e.Problem.File, e.Problem.Line));
        Assert.Empty(await bench.Runs.ListAsync(new Gyre.Evaluation.Runs.RunFilter(), Stop));
    }

    [Theory]
    [InlineData("two.py", "def one(response): ...\nclass Other: ...\n", "It has several functions and classes (one, Other). Say which scores: two.py:Other.")]
    [InlineData("none.py", "import re\n", "It has no public function or class that could score.")]
    [InlineData("a-b.py", "def one(response): ...\n", "Python cannot import a file called 'a-b.py'.")]
    public async Task A_Python_file_that_does_not_say_what_to_call_is_told(string file, string text, string says)
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write(file, text);

        Assert.Contains(says, (await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync($"- path: {file}\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_the_evaluator_fails_on_counts_against_coverage()
    {
        OwnBench.NeedPython();
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("number.py", "def number(response):\n    return int(response)\n");

        var evaluation = await bench.RunAsync("- path: number.py\n");

        var metric = Assert.Single(Assert.Single((await EvaluationSummary.ReadAsync(evaluation, bench.Runs, Stop)).Targets).Metrics);
        Assert.Equal((2, 1, 42.0), (metric.Lines, metric.Scored, metric.Mean));
        var error = File.ReadAllText(new Gyre.Evaluation.Runs.Folders.RunFolder((await bench.Runs.GetAsync("e.1.number", Stop)).Folder).Error);
        Assert.Contains("number.py", error, StringComparison.Ordinal);
        Assert.Contains("invalid literal for int()", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- path: x.py\n  threshold: 1\n", "thresholds: {column: value}")]
    [InlineData("- path: x.py\n  thresholds: {a: high}\n", "'thresholds' must give a number for 'a'.")]
    [InlineData("- name: f1_score\n  thresholds: {a: 1}\n", "'thresholds' is for evaluators of your own")]
    public async Task Settings_of_the_wrong_kind_are_told_by_line(string evaluators, string says)
    {
        using var bench = await OwnBench.OpenAsync();
        Assert.Contains(says, (await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync(evaluators))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CSharp_file_takes_no_settings()
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("One.cs", "public static class One { public static int Score(string answer) => 1; }");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync("- path: One.cs\n  settings: {a: 1}\n"));

        Assert.Contains("Evaluator 'One' takes no settings", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_command_line_a_path_may_name_its_function()
    {
        var definition = EvaluationDefinition.Create(null, new EvaluationFlags { Evaluators = ["f1_score", "checks.py:Length", "./flows/grade"] }, "/w");

        Assert.Equal(["f1_score"], definition.Evaluators.Select(e => e.Name));
        Assert.Equal([("Length", "/w/checks.py", "Length"), ("grade", "/w/flows/grade", null)], definition.Flows.Select(o => (o.Name, o.Path, o.Target)));
    }

    // Of the shape of prompt flow's own examples, samples as defaults included.
    private static void WriteAccuracyFlow(OwnBench bench)
    {
        bench.Folder.Write("accuracy/flow.dag.yaml", """
            inputs:
              groundtruth: {type: string, default: APP}
              prediction: {type: string, default: APP}
            outputs:
              grade: {type: string, reference: "${grade.output}"}
            nodes:
            - name: grade
              type: python
              source: {type: code, path: grade.py}
              inputs: {groundtruth: "${inputs.groundtruth}", prediction: "${inputs.prediction}"}
            - name: total
              type: python
              source: {type: code, path: total.py}
              inputs: {grades: "${grade.output}"}
              aggregation: true
            """);
        bench.Folder.Write("accuracy/grade.py", """
            from promptflow.core import tool

            @tool
            def grade(groundtruth: str, prediction: str):
                return "Correct" if groundtruth.lower() == prediction.lower() else "Incorrect"
            """);
        bench.Folder.Write("accuracy/total.py", """
            from typing import List
            from promptflow.core import log_metric, tool

            @tool
            def total(grades: List[str]):
                log_metric("accuracy", round(grades.count("Correct") / len(grades), 2))
                return grades
            """);
    }
}
