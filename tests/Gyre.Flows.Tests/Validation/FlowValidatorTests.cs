using Gyre.Flows.Validation;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Validation;

public sealed class FlowValidatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_says_it_is_something_else_is_not_taken_for_a_run()
    {
        var gate = Assert.Single(await FlowValidator.ValidateAsync(folder.Write("gate.yaml", "# The release\nkind: gate\nrun: r\n"), TestContext.Current.CancellationToken));
        var evaluation = Assert.Single(await FlowValidator.ValidateAsync(folder.Write("support.yaml", "data: questions.jsonl\nevaluators: [f1_score]\n"), TestContext.Current.CancellationToken));

        Assert.Equal(("file-of-another-kind", 2), (gate.Code, gate.Line));
        Assert.Contains("kind 'gate'", gate.Message, StringComparison.Ordinal);
        Assert.Contains("kind 'evaluation'", evaluation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once_with_its_line()
    {
        folder.Write("broken.jinja2", "a\n{% if %}");
        var problems = await Validate(
            """
            inputs:
              question: {type: strng}
              count: {type: int, default: many}
              plain: {default: 1}
            outputs:
              a: {type: string, reference: "${asc.output}"}
              b: {type: string}
              c: {type: string, reference: text}
              d: {type: string, reference: "${inputs.qestion}"}
            nodes:
            - name: ask
              type: llm
              source: {type: code, path: gone.jinja2}
              inputs: {q: "${inputs.questio}", r: "${inputs.question.part}"}
            - name: fill
              type: promt
            - name: fill
              type: prompt
              source: {type: code, path: broken.jinja2}
              inputs: {template: x, y: "${nobody.output}", z: "${ask.output[0]}"}
            - name: one
              type: python
              sorce: {type: code, path: a.py}
              inputs: {x: "${two.output}"}
            - name: two
              type: python
              source: {type: package}
              inputs: {x: "${one.output}"}
            """);

        Assert.Equal(
            [
                "2 unknown-type",
                "3 default-type",
                "4 missing-field",
                "6 unknown-node",
                "7 empty-output",
                "8 literal-output",
                "9 unknown-input",
                "11 missing-connection", "11 unknown-api",
                "13 missing-source",
                "14 unknown-input", "14 unknown-input",
                "15 unknown-node-type",
                "17 duplicate-node",
                "20 reserved-input", "20 unknown-node", "20 unsupported-reference",
                "21 cycle", "21 missing-field",
                "23 unknown-field",
                "27 missing-field",
            ],
            problems.Where(p => p.File!.EndsWith("flow.dag.yaml", StringComparison.Ordinal)).Select(p => $"{p.Line} {p.Code}").Order(Lines).ToArray());
        var template = Assert.Single(problems, p => p.File!.EndsWith("broken.jinja2", StringComparison.Ordinal));
        Assert.Equal(("template-syntax", 2), (template.Code, template.Line));
    }

    [Fact]
    public async Task A_right_flow_has_no_problems()
    {
        folder.Write("ask.jinja2", "{{question}}");
        folder.Write("score.py", "");
        folder.Write("other/flow.dag.yaml", "nodes: []");
        Assert.Empty(await Validate(
            """
            $schema: https://azuremlschemas.azureedge.net/promptflow/latest/Flow.schema.json
            inputs:
              question: {type: string, default: why}
              list: {type: list, default: [1, 2]}
            outputs:
              answer: {type: string, reference: "${ask.output}"}
            nodes:
            - name: ask
              use_variants: true
            - name: score
              type: python
              source: {type: code, path: score.py}
              inputs: {answer: "${ask.output}"}
              aggregation: true
            - name: sub
              flow: other
              inputs: {x: "${inputs.question}", item: null}
              map: {over: "${inputs.list}", as: item}
              retry: {attempts: 2}
              timeout: 5
            node_variants:
              ask:
                default_variant_id: v0
                variants:
                  v0: {node: {type: prompt, source: {type: code, path: ask.jinja2}, inputs: {question: "${inputs.question}"}}}
            """));
    }

    [Fact]
    public async Task Misspelt_names_come_with_the_right_one()
    {
        folder.Write("ask.jinja2", "x");
        var problems = await Validate(
            """
            inputs: {question: {type: string}}
            outputs: {a: {type: string, reference: "${ask.output}"}}
            nodes:
            - name: ask
              type: prompt
              source: {type: code, path: aks.jinja2}
              inputs: {q: "${inputs.qestion}"}
              enable_cahce: true
            """);

        Assert.Contains(problems, p => p.Message.Contains("Did you mean 'ask.jinja2'?", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Message.Contains("Did you mean 'question'?", StringComparison.Ordinal));
        var unknown = Assert.Single(problems, p => p.Code == "unknown-field");
        Assert.Contains("Did you mean 'enable_cache'?", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(ProblemSeverity.Warning, unknown.Severity);
    }

    [Theory]
    [InlineData("nodes:\n- {name: a, use_variants: true}", "no-variants")]
    [InlineData("nodes:\n- {name: a, use_variants: true}\nnode_variants: {a: {variants: {v: {node: {type: python, source: {path: a.py}}}}}}", "no-default-variant")]
    [InlineData("nodes:\n- {name: a, use_variants: true}\nnode_variants: {a: {default_variant_id: w, variants: {v: {node: {type: python, source: {path: a.py}}}}}}", "unknown-variant")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}}\nnode_variants: {a: {default_variant_id: v, variants: {v: {node: {type: python, source: {path: a.py}}}}}}", "unused-variants")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}}\nnode_variants: {b: {default_variant_id: v, variants: {v: {node: {type: python, source: {path: a.py}}}}}}", "unused-variants")]
    [InlineData("nodes:\n- {name: a, use_variants: true, aggregation: true}\nnode_variants: {a: {default_variant_id: v, variants: {v: {node: {type: python, source: {path: a.py}}}}}}", "variant-replaces-node")]
    [InlineData("nodes:\n- {name: a, use_variants: true}\nnode_variants: {a: {default_variant_id: v, variants: {v: {description: x}}}}", "missing-field")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, aggregation: true}\n- {name: b, type: python, source: {path: a.py}, inputs: {x: '${a.output}'}}", "line-reads-aggregation")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}}\n- {name: b, type: python, source: {path: a.py}, aggregation: true, activate: {when: '${a.output}', is: 1}}", "aggregation-reads-line")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, activate: {when: x}}", "incorrect-activate")]
    [InlineData("nodes:\n- {name: a, tool: gone}", "unknown-tool")]
    [InlineData("nodes:\n- {name: a, type: python, source: {type: cod, path: a.py}}", "unknown-source-type")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, retry: 0}", "incorrect-retry")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, timeout: 0}", "incorrect-timeout")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, map: {over: [1]}}", "missing-field")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, aggregation: 'false'}", "text-as-boolean")]
    [InlineData("nodes:\n- {name: a, type: python, source: {path: a.py}, inputs: {x: 'see ${a.output}'}}", "surprise")]
    [InlineData("nodes: {a: 1}", "not-a-list")]
    [InlineData("nodes: [1]", "not-a-mapping")]
    [InlineData("inputs: []", "not-a-mapping")]
    [InlineData("additional_includes: [../gone]", "missing-include")]
    [InlineData("message_format: vision", "unknown-message-format")]
    [InlineData("inputs:\n  a: {type: string, is_chat_input: true}\n  b: {type: string, is_chat_input: true}", "several-chat-inputs")]
    [InlineData("inputs:\n  a: {type: string, is_chat_input: true}\noutputs: {o: {type: string, reference: '${inputs.a}'}}", "no-chat-output")]
    [InlineData("inputs:\n  a: {type: string, is_chat_input: true}", "no-chat-history")]
    [InlineData("inputs:\n  a: {type: string, is_chat_input: true}\n  chat_history: {type: string}", "chat-history-type")]
    [InlineData("inputs: {a: {type: string, is_chat_input: true}}\noutputs: {o: {type: string, reference: '${inputs.a}', is_chat_output: true}, p: {type: string, reference: '${inputs.a}', is_chat_output: true}}", "several-chat-outputs")]
    [InlineData("nodes: [", "yaml-syntax")]
    public async Task A_fault_has_a_code(string yaml, string code)
    {
        folder.Write("a.py", "");
        Assert.Contains(await Validate(yaml), p => p.Code == code && p.Line > 0);
    }

    [Fact]
    public async Task A_flow_that_is_not_there_is_a_problem_too()
    {
        Assert.Equal("flow-not-found", Assert.Single(await ValidateAt(folder.Path)).Code);
        Assert.Equal("flow-not-found", Assert.Single(await ValidateAt(folder.At("gone.yaml"))).Code);
    }

    [Theory]
    [InlineData("entry: flow_entry", "invalid-entry")]
    [InlineData("entry: other.place:run", "entry-elsewhere")]
    [InlineData("entry: code:stop", "unknown-entry")]
    [InlineData("entry: code:run\ninputs: {q: {type: int, default: x}}", "default-type")]
    [InlineData("entry: code:run\nentri: x", "unknown-field")]
    public async Task A_flex_flow_is_checked(string yaml, string code)
    {
        folder.Write("code.py", "def run(): pass");
        folder.Write("flow.flex.yaml", yaml);
        Assert.Equal(code, Assert.Single(await ValidateAt(folder.Path)).Code);
    }

    [Theory]
    [InlineData("name: A\n---\nuser:\n{{ x", "template-syntax", 5)]
    [InlineData("inputs: {question: {type: string}}\n---\nuser:\n{{qestion}}", "undeclared-variable", 4)]
    [InlineData("name: A\n---\nhello", "no-role", 4)]
    [InlineData("model: {api: caht, configuration: {type: openai}}\n---\nuser:\nhello", "unknown-api", 2)]
    [InlineData("model: {api: chat, configuration: {type: azure_opnai}}\n---\nuser:\nhello", "unknown-model-type", 2)]
    [InlineData("model: {api: chat, configuration: {type: openai, api_kye: x}}\n---\nuser:\nhello", "unknown-field", 2)]
    [InlineData("inputs:\n  n: {type: int, default: many}\n---\nuser:\n{{n}}", "default-type", 3)]
    [InlineData("inputs:\n  n: {tpye: int}\n---\nuser:\n{{n}}", "unknown-field", 3)]
    [InlineData("sample: file:gone.json\n---\nuser:\nhello", "prompty-invalid", 2)]
    [InlineData("name: A\n---\nuser:\nhello\n---\nmore", "yaml-syntax", 3)]
    public async Task A_prompty_is_checked(string text, string code, int line)
    {
        var problem = Assert.Single(await ValidateAt(folder.Write("a.prompty", "---\n" + text)));
        Assert.Equal((code, line), (problem.Code, problem.Line));
    }

    [Theory]
    [InlineData("flow: .\ndata: gone.jsonl", "missing-file")]
    [InlineData("flow: .\ncolumn_mapping: {a: '${data.a}'}", "no-data")]
    [InlineData("data: run.yaml", "missing-field")]
    [InlineData("flow: .\ndata: run.yaml\ncolumn_mapping: {a: 1}", "no-binding")]
    [InlineData("flow: .\ndata: run.yaml\ncolumn_mapping: {a: '${data.a}', b: 'x ${data.b}'}", "literal-mapping")]
    [InlineData("flow: .\ndata: run.yaml\nresources: {}", "cloud-only")]
    [InlineData("flow: .\ndata: run.yaml\ncolum_mapping: {}", "unknown-field")]
    public async Task A_run_file_is_checked(string yaml, string code) =>
        Assert.Equal(code, Assert.Single(await ValidateAt(folder.Write("run.yaml", yaml))).Code);

    [Fact]
    public async Task Connections_workspaces_chat_groups_and_tool_metadata_are_checked()
    {
        Assert.NotEmpty(await ValidateAt(folder.Write("c.yaml", "name: c\ntype: azure_open_ai\n")));
        Assert.Contains(await ValidateAt(folder.Write("gyre.yaml", "nam: x\n")), p => p.Severity == ProblemSeverity.Warning);
        Assert.Contains(await ValidateAt(folder.Write("gyre.yaml", "connections: {a: {type: opn_ai}}\n")), p => p.Message.Contains("Did you mean 'open_ai'?", StringComparison.Ordinal));
        Assert.Contains(await ValidateAt(folder.Write("gyre.yaml", "connections: {a: {type: open_ai, base_urk: x}}\n")), p => p.Field == "connections.a.base_urk");
        Assert.Contains(await ValidateAt(folder.Write("assistant.yaml", "model: m\ninstructions: x\ntools: [{type: browser}]\n")), p => p.Code == "invalid-assistant-tool");
        Assert.Contains(await ValidateAt(folder.Write("group.yaml", "roles:\n- {role: user}\n")), p => p.Code == "too-few-roles");
        Assert.Contains(await ValidateAt(folder.Write("tools.yaml", "a.b:\n  module: a\n  inputs: {x: {}}\n")), p => p.Code == "missing-field" && p.Field == "a.b.inputs.x.type");
    }

    private static Comparer<string> Lines => Comparer<string>.Create((a, b) =>
        (int.Parse(a.Split(' ')[0]), a).CompareTo((int.Parse(b.Split(' ')[0]), b)));

    private Task<IReadOnlyList<Problem>> Validate(string yaml)
    {
        folder.Write("flow.dag.yaml", yaml);
        return ValidateAt(folder.Path);
    }

    private static Task<IReadOnlyList<Problem>> ValidateAt(string path) => FlowValidator.ValidateAsync(path, TestContext.Current.CancellationToken);
}
