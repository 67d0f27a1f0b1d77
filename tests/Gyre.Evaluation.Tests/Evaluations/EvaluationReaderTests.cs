using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluations;

/// <summary>Whatever an evaluation file holds, it is read or its faults are told with file and line.</summary>
public sealed class EvaluationReaderTests
{
    private const string Whole = """
        name: e
        description: what it tells
        data: ../questions.jsonl
        targets:
        - flow: ../flows/support
          name: support
          variants: ['${answer.short}', '${answer.long}']
          models: [openai/gpt-4.1-mini]
          parameters: [{temperature: 0}, {temperature: 0.7}]
          column_mapping: {question: '${data.q}'}
          connections: {answer: {connection: hub}}
          environment_variables: {KEY: value}
        - prompt: "Answer: {{question}}"
          models: [hub/meta/llama-4]
        - run: earlier
        - answers: ../answers.jsonl
        evaluators:
        - exact_match
        - {name: f1_score, as: f1, threshold: 0.5, settings: {lower: true}}
        - {path: ../judges, as: judged, lower_is_better: [errors]}
        column_mapping: {response: '${run.outputs.x}'}
        judge: openai/gpt-4.1
        repeats: 3
        max_cost: 2.5
        concurrency: 8
        """;

    private static readonly string[] Scraps =
        ["[", "]", "{", "}", ":", "-", "\n", "  ", "\t", "'", "\"", "|", "&a", "*a", "null", "~", "0", "-1", "1e400", "true", "!!str", "---", "#", "targets:", "run: x", "é", "\0", "{{", "9999999999999999999", ".nan"];

    [Fact]
    public void A_whole_one_is_read()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(7, EvaluationDefinition.Create(folder.Write("e.yaml", Whole), new EvaluationFlags(), folder.Path).Targets.Count);
    }

    [Fact]
    public void A_spoilt_one_is_read_or_told_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var spoiling =
            from at in Gen.Choose(0, Whole.Length)
            from cut in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 12)), (1, Gen.Choose(13, 200)))
            from put in Gen.Frequency((1, Gen.Constant("")), (3, Gen.Elements(Scraps)))
            select (at, cut, put);
        Prop.ForAll(Gen.ListOf(spoiling, 3).ToArbitrary(), changes =>
        {
            var text = changes.Aggregate(Whole, (yaml, change) =>
            {
                var at = Math.Min(change.at, yaml.Length);
                return yaml.Remove(at, Math.Min(change.cut, yaml.Length - at)).Insert(at, change.put);
            });
            var file = folder.Write("e.yaml", text);
            try
            {
                EvaluationDefinition.Create(file, new EvaluationFlags(), folder.Path);
                return true;
            }
            catch (ProblemException e)
            {
                return e.Problem.File == file && e.Problem.Line >= 1 && e.Problem.Line <= text.Count(c => c == '\n') + 2;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
