using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class RunDefinitionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private RunDefinition Read(string yaml, RunOverrides? overrides = null) => RunDefinition.Create(folder.Write("runs/run.yaml", yaml), overrides ?? new RunOverrides(), folder.Path);

    private RunDefinition Flags(RunOverrides overrides) => RunDefinition.Create(null, overrides, folder.Path);

    [Fact]
    public void Everything_a_run_file_may_say_is_read_and_paths_start_at_the_file()
    {
        var run = Read("""
            $schema: https://example.com/Run.schema.json
            name: eval_1
            display_name: ${run}_eval
            description: how good
            tags: {team: support, round: 2}
            properties: {owner: me}
            flow: ../flows/eval
            data: ./data file.jsonl
            run: first
            column_mapping:
              question: ${data.question}
              limit: 3
            variant: ${node.variant_1}
            environment_variables:
              URL: ${conn.api_base}
              LIST: [1, 2]
              FLAG: true
            connections:
              llm: {connection: open_ai, deployment_name: gpt-4o}
            init: {threshold: 0.5}
            """);

        Assert.Equal(folder.At("flows", "eval"), run.Flow);
        Assert.Equal(folder.At("runs", "data file.jsonl"), run.Data);
        Assert.Equal(("eval_1", "first", "${node.variant_1}", "how good"), (run.Name, run.SourceRun, run.Variant, run.Description));
        Assert.Equal(["${data.question}", 3L], run.ColumnMapping.Entries.Values);
        Assert.Equal(["${conn.api_base}", "[1, 2]", "True"], run.EnvironmentVariables.Values);
        Assert.Equal("gpt-4o", run.Connections["llm"]["deployment_name"]);
        Assert.Equal(0.5, run.Init!["threshold"]);
        Assert.Equal("2", run.Tags["round"]);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void An_unknown_key_is_a_warning_with_its_line()
    {
        var warning = Assert.Single(Read("flow: f\ncolumn_maping: {}\n").Warnings);

        Assert.Equal((2, ProblemSeverity.Warning), (warning.Line, warning.Severity));
        Assert.Contains("Did you mean 'column_mapping'?", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flow: f\ncolumn_mapping: yes", 2, "column_mapping")]
    [InlineData("flow: [f]", 1, "flow")]
    [InlineData("flow: f\n\nconnections: {llm: name}", 3, "connections")]
    [InlineData("flow: f\ntags: x", 2, "tags")]
    public void What_cannot_be_meant_is_refused_with_file_and_line(string yaml, int line, string field)
    {
        var e = Assert.Throws<ProblemException>(() => Read(yaml));

        Assert.Equal(("run-invalid", line, field), (e.Problem.Code, e.Problem.Line, e.Problem.Field));
        Assert.Equal(folder.At("runs", "run.yaml"), e.Problem.File);
    }

    [Fact]
    public void Flags_replace_what_the_file_says_and_their_paths_start_at_the_current_folder()
    {
        var run = Read(
            """
            flow: ../flow
            data: old.jsonl
            column_mapping: {a: "${data.a}", b: "${data.b}"}
            environment_variables: {A: 1, B: 2}
            """,
            new RunOverrides
            {
                Data = "new.jsonl",
                Name = "mine",
                Run = "earlier",
                Variant = "${n.v}",
                ColumnMapping = ["b='${data.c}'", "c=${run.outputs.x}"],
                EnvironmentVariables = ["B=3"],
                Connections = ["llm.connection=other", "llm.model=m"],
                Init = ["k=v"],
                Set = ["display_name=shown", "tags.team=support"],
            });

        Assert.Equal(folder.At("new.jsonl"), run.Data);
        Assert.Equal(("mine", "earlier", "${n.v}", "shown"), (run.Name, run.SourceRun, run.Variant, run.DisplayName));
        Assert.Equal(["a=${data.a}", "b=${data.c}", "c=${run.outputs.x}"], run.ColumnMapping.Entries.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal(["1", "3"], run.EnvironmentVariables.Values);
        Assert.Equal(["other", "m"], run.Connections["llm"].Values);
        Assert.Equal("v", run.Init!["k"]);
        Assert.Equal("support", run.Tags["team"]);
    }

    [Fact]
    public void Environment_variables_may_be_in_a_dot_env_file_and_init_in_a_json_file()
    {
        folder.Write("my.env", "# comment\nexport A=1\nB=\"two words\" # why\nC=plain # note\n");
        folder.Write("init.json", """{"model": {"deployment": "x"}}""");

        var run = Flags(new RunOverrides { Flow = "f", Data = "d", EnvironmentVariables = ["my.env"], Init = ["init.json"] });

        Assert.Equal(["1", "two words", "plain"], run.EnvironmentVariables.Values);
        Assert.Equal("x", ((PythonDict)run.Init!["model"]!)["deployment"]);
    }

    [Theory]
    [InlineData("question")]
    [InlineData("=x")]
    public void A_flag_that_is_no_pair_is_named(string pair) =>
        Assert.Contains("--column-mapping", Assert.Throws<ProblemException>(() => Flags(new RunOverrides { ColumnMapping = [pair] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Resuming_takes_flow_data_and_mapping_from_the_other_run_so_giving_them_is_refused()
    {
        var e = Assert.Throws<FlowException>(() => Flags(new RunOverrides { ResumeFrom = "old", Flow = "f", Data = "d", ColumnMapping = ["a=${data.a}"] }));

        Assert.Equal(ErrorClasses.UserErrorException, e.ErrorClass);
        Assert.Contains("flow, data, column_mapping", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_needs_data_or_a_run()
    {
        Directory.CreateDirectory(folder.At("f"));

        Assert.Equal("at least one of data or run must be provided", Assert.Throws<FlowException>(Flags(new RunOverrides { Flow = "f" }).Validate).Message);
        Assert.Contains("does not exist", Assert.Throws<FlowException>(Flags(new RunOverrides { Flow = "f", Data = "none.csv" }).Validate).Message, StringComparison.Ordinal);
        Assert.Contains("--flow", Assert.Throws<FlowException>(Flags(new RunOverrides { Data = "d" }).Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_made_of_flow_variant_and_time()
    {
        Directory.CreateDirectory(folder.At("my flow-é"));
        var now = new DateTimeOffset(2026, 11, 21, 9, 5, 7, 123, TimeSpan.Zero);

        var name = RunName.For(Flags(new RunOverrides { Flow = "my flow-é", Variant = "${n.v1}" }), now);

        Assert.Matches("^my_flow___v1_[0-9]{8}_[0-9]{6}_123000$", name);
        Assert.Contains("_variant_0_", RunName.For(Flags(new RunOverrides { Flow = "my flow-é/flow.dag.yaml" }), now), StringComparison.Ordinal);
        Assert.StartsWith("chat_variant_0_", RunName.For(Flags(new RunOverrides { Flow = "prompts/chat.prompty" }), now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(" x")]
    [InlineData("a\nb")]
    public void A_name_that_cannot_be_a_folder_is_refused(string name) =>
        Assert.Equal("run-name-invalid", Assert.Throws<ProblemException>(() => RunName.For(new RunDefinition { Name = name }, default)).Problem.Code);

    [Fact]
    public void A_display_name_may_hold_the_run_the_variant_and_the_time()
    {
        var definition = Read("flow: f\nrun: first\ndisplay_name: ${run}-${variant_id}-${timestamp}\n");

        Assert.Matches("^first-variant_0-[0-9]{12}$", RunName.Display(definition, "n", DateTimeOffset.UnixEpoch));
    }
}
