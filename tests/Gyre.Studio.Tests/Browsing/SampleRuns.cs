using System.Globalization;
using System.Text;
using Gyre.Server;
using Gyre.Testing;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>What runs and evaluations of the sample workspace read, and those that a visitor finds there.</summary>
internal static class SampleRuns
{
    /// <summary>Rows of the run of which every tenth line fails.</summary>
    public const int Lines = 120;

    private static readonly (string Fact, string Question, string Topic)[] Facts =
    [
        ("The kettle holds 1.7 litres of water.", "How many litres of water does the kettle hold?", "size"),
        ("The lamp is switched off by a long press of its ring.", "How is the lamp switched off?", "use"),
        ("The heater weighs 4.2 kilograms without its stand.", "How many kilograms does the heater weigh?", "size"),
        ("The bicycle brakes are adjusted with a 5 mm key.", "How are the bicycle brakes adjusted?", "use"),
        ("The doorbell battery lasts for eight months.", "How long does the doorbell battery last?", "size"),
        ("The washing programme for wool takes 38 minutes.", "How long does the washing programme for wool take?", "use"),
    ];

    /// <summary>The handbook, or its first facts.</summary>
    public static string Handbook(int facts) => string.Join('\n', Facts.Take(facts).Select(f => f.Fact));

    /// <summary>Questions on the handbook with what would be right.</summary>
    public static string Questions(int lines) => string.Concat(Enumerable.Range(0, lines).Select(i => Facts[i % Facts.Length]).Select(f => $$"""{"question": "{{f.Question}}", "ground_truth": "{{f.Fact}}", "topic": "{{f.Topic}}"}""" + "\n"));

    public static void Write(TemporaryFolder workspace)
    {
        workspace.Write("data/questions.jsonl", Questions(48));
        workspace.Write("data/rows.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"title": "Parcel {{i}}", "by": {{i % 10}}}""") + "\n")));
        workspace.Write("flows/shares/flow.dag.yaml", """
            display_name: Shares
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
            """);
        workspace.Write("flows/shares/share.jinja2", "{{title}}: {{100 // by}}");
        workspace.Write("gates/release.yaml", """
            kind: gate
            name: Release of the handbook
            rules:
              - metric: f1_score
                mean: { at_least: 0.3, not_worse_by: 0.05 }
              - metric: total_tokens
                mean: { at_most: 40 }
              - failed_lines: { at_most: 0 }
            """);
    }

    /// <summary>Runs a flow with lines that fail, and evaluates two prompts of which one knows half as much.</summary>
    public static async Task WriteAsync(GyreServer server, CancellationToken cancellationToken)
    {
        await EndAsync(server, "runs", "shares-1", """{"name": "shares-1", "description": "Every tenth parcel can't be shared", "flow": "flows/shares", "data": "data/rows.jsonl"}""", cancellationToken);
        await EvaluateAsync(server, "handbook", cancellationToken);
    }

    /// <summary>Evaluates the two prompts.</summary>
    public static Task EvaluateAsync(GyreServer server, string name, CancellationToken cancellationToken) => EndAsync(server, "evaluations", name, $$"""
        {
          "name": "{{name}}",
          "description": "Does the whole handbook help?",
          "data": "data/questions.jsonl",
          "targets": [
            { "name": "half", "prompt": {{Quoted(Prompt(3))}}, "models": ["offline/quote"] },
            { "name": "whole", "prompt": {{Quoted(Prompt(6))}}, "models": ["offline/quote"] }
          ],
          "evaluators": ["f1_score", "total_tokens"],
          "comparison": { "slices": ["topic"], "margins": { "f1_score": 0.03 } }
        }
        """, cancellationToken);

    /// <summary>A prompt that knows the first facts; the stand-in quotes what stands below the word context.</summary>
    public static string Prompt(int facts) => $"# system:\nAnswer from the handbook.\n\nContext:\n{Handbook(facts)}\n\n# user:\n{{{{question}}}}\n";

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static async Task EndAsync(GyreServer server, string kind, string name, string definition, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var body = new StringContent(definition, Encoding.UTF8, "application/json");
        using var begun = await http.PostAsync(new Uri($"api/v1/{kind}", UriKind.Relative), body, cancellationToken);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(cancellationToken));

        // The stream ends with what it tells of.
        await http.GetStringAsync(new Uri($"api/v1/{kind}/{name}/events", UriKind.Relative), cancellationToken);
    }
}
