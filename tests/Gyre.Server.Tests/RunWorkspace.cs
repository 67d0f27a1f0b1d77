using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>A workspace with a flow that fails where it must divide by nothing, a slow one, and rows for both.</summary>
internal static class RunWorkspace
{
    /// <summary>Every tenth row fails: its <c>by</c> is 0.</summary>
    public const string Share = """
        inputs:
          title: {type: string}
          by: {type: int}
        outputs:
          share: {type: string, reference: '${share.output}'}
        nodes:
        - name: share
          type: prompt
          source: {type: code, path: share.jinja2}
          inputs: {title: '${inputs.title}', by: '${inputs.by}'}
        """;

    private const string Slow = """
        inputs:
          title: {type: string}
        outputs:
          answer: {type: string, reference: '${ask.output}'}
        nodes:
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          inputs: {model: any, title: '${inputs.title}', max_tokens: 8}
          connection: slow
          api: chat
        """;

    public static void Write(TemporaryFolder workspace, int lines)
    {
        workspace.Write("gyre.yaml", """
            name: runs
            connections:
              offline: { type: offline }
              slow: { type: simulated, latency: 2s, tokens_per_second: 50, answer_tokens: 4, seed: 1 }
            """);
        workspace.Write("flows/share/flow.dag.yaml", Share);
        workspace.Write("flows/share/share.jinja2", "{{title}}: {{100 // by}}");
        workspace.Write("flows/slow/flow.dag.yaml", Slow);
        workspace.Write("flows/slow/ask.jinja2", "user:\n{{title}}");
        workspace.Write("rows.jsonl", Rows(lines));
        workspace.Write("few.jsonl", Rows(3));
    }

    /// <summary>So many rows.</summary>
    public static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $$"""{"title": "Number {{i}}", "by": {{i % 10}}}""" + "\n"));
}
