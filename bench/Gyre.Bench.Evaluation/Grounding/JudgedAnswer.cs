using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Evaluators.Grounding;

namespace Gyre.Bench.Evaluation.Grounding;

/// <summary>An answer, what it had read, and what people said of it.</summary>
/// <param name="Group">What is drawn together: the conversation, the document, the claim.</param>
/// <param name="System">Which system answered.</param>
/// <param name="Response">The answer.</param>
/// <param name="Context">What it had read.</param>
/// <param name="Query">What was asked; empty where nothing was.</param>
/// <param name="Human">The mean of what people said.</param>
internal sealed record JudgedAnswer(string Group, string System, string Response, List<Passage> Context, string Query, double Human)
{
    /// <summary>Each person's own figure, where there is more than one.</summary>
    public double[] Raters { get; init; } = [];

    /// <summary>The label of a claim.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether it is of the half on which weights were chosen.</summary>
    public bool IsTuning => SHA256.HashData(Encoding.UTF8.GetBytes(Group))[3] % 2 == 0;

    /// <summary>Answers of three systems with passages; mean faithfulness of three people, 1 to 4.</summary>
    public static List<JudgedAnswer> Mtrag(string data)
    {
        var folder = Path.Combine(data, "mtrag-human-eval");
        var passages = Lines(folder, "passages.jsonl").ToDictionary(p => Text(p, "_id"), p => new Passage("context", Text(p, "title"), Text(p, "text")));
        var tasks = Lines(folder, "tasks.jsonl").ToDictionary(t => Text(t, "task_id"));
        return [.. Lines(folder, "evaluations.jsonl").Select(e =>
        {
            var task = tasks[Text(e, "task_id")];
            double[] raters = [.. e["human"]!["faithfulness"]!.AsObject().Select(r => r.Value!.GetValue<double>())];
            return new JudgedAnswer(Text(e, "task_id").Split("<::>")[0], Text(e, "model_id"), Text(e, "response"), [.. task["context_ids"]!.AsArray().Select(id => passages[id!.GetValue<string>()])],
                Text(task["input"]!.AsArray()[^1]!, "text"), raters.Average()) { Raters = raters };
        })];
    }

    /// <summary>Summaries and their consistency with the article; answers in chats and whether they use the fact at hand.</summary>
    public static List<JudgedAnswer> Summaries(string data, string file, string score) =>
        [.. Lines(Path.Combine(data, "human-judged-dialogue-summary"), file).Select(r => new JudgedAnswer(
            Text(r, "source"), Text(r, "system_id"), Text(r, "system_output"), [new Passage("context", "", Text(r, score == "groundedness" ? "context" : "source"))],
            score == "groundedness" ? Text(r, "source") : "", r["human_scores"]![score]!.GetValue<double>()))];

    /// <summary>Scientific claims and abstracts; 1 where the abstract supports the claim.</summary>
    public static List<JudgedAnswer> Claims(string data)
    {
        var folder = Path.Combine(data, "scifact-beir");
        var corpus = Lines(folder, "corpus.jsonl").ToDictionary(c => Text(c, "_id"), c => new Passage("context", Text(c, "title"), Text(c, "text")));
        return [.. Lines(folder, "claim_labels.train.jsonl").Select(c => new JudgedAnswer(Text(c, "claim_id"), "", Text(c, "claim"), [corpus[Text(c, "doc_id")]], "", Text(c, "label") == "SUPPORT" ? 1 : 0) { Label = Text(c, "label") })];
    }

    private static IEnumerable<JsonNode> Lines(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Select(l => JsonNode.Parse(l)!);

    private static string Text(JsonNode node, string name) => node[name] switch
    {
        null => "",
        var value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var value => value.ToJsonString(),
    };
}
