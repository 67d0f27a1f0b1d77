using Gyre.Evaluation.Evaluators.Computed;
using Gyre.Evaluation.Evaluators.Computed.Retrieval;
using Gyre.Evaluation.Evaluators.Computed.Schemas;
using Gyre.Evaluation.Evaluators.Computed.Tools;
using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Evaluation.Evaluators.Judged.Pairs;
using Gyre.Evaluation.Evaluators.Judged.Scores;
using Gyre.Evaluation.Evaluators.Judged.Statements;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Evaluators;

/// <summary>The evaluators there are, by name.</summary>
public static class EvaluatorLibrary
{
    // One line for each: name, and how it is made from its settings.
    private static readonly OrderedDictionary<string, Func<EvaluatorSpec, EvaluatorServices, Evaluator>> Makers = new(StringComparer.Ordinal)
    {
        ["exact_match"] = (spec, _) => new ExactMatch(spec),
        ["f1_score"] = (spec, _) => TextMetrics.F1(spec),
        ["f1_score_words"] = (spec, _) => TextMetrics.F1Words(spec),
        ["bleu_score"] = (spec, _) => TextMetrics.Bleu(spec),
        ["gleu_score"] = (spec, _) => TextMetrics.Gleu(spec),
        ["rouge_score"] = (spec, _) => new RougeScore(spec),
        ["meteor_score"] = (spec, _) => TextMetrics.Meteor(spec),
        ["chrf_score"] = (spec, _) => TextMetrics.Chrf(spec),
        ["levenshtein_similarity"] = (spec, _) => TextMetrics.Levenshtein(spec),
        ["contains"] = (spec, _) => new TextCheck(spec, "Whether the response contains a text (setting 'text', or ground_truth), one of several, or 'all' of them.", (response, text, how) => response.Contains(text, how)),
        ["not_contains"] = (spec, _) => new TextCheck(spec, "Whether the response contains none of some texts (setting 'text', or ground_truth).", (response, text, how) => response.Contains(text, how), wanted: false),
        ["starts_with"] = (spec, _) => new TextCheck(spec, "Whether the response begins with a text (setting 'text', or ground_truth), or one of several.", (response, text, how) => response.StartsWith(text, how)),
        ["list_contains"] = (spec, _) => new ListMatch(spec),
        ["regex_match"] = (spec, _) => new RegexMatch(spec),
        ["numeric_match"] = (spec, _) => new NumericMatch(spec),
        ["json_valid"] = (spec, _) => new JsonValidity(spec),
        ["json_schema"] = (spec, _) => new JsonSchemaMatch(spec),
        ["json_similarity"] = (spec, _) => new JsonSimilarity(spec),
        ["word_count"] = (spec, _) => new WordCount(spec),
        ["refusal"] = (spec, _) => new Refusal(spec),
        ["finish_reason"] = (spec, _) => new FinishReason(spec),
        ["tool_calls"] = (spec, _) => new ToolCallMatch(spec),
        ["document_retrieval"] = (spec, _) => new DocumentRetrieval(spec),
        ["citations"] = (spec, _) => new Citations(spec),
        ["latency"] = (spec, _) => new Measured(spec, "Seconds until the answer was there."),
        ["cost"] = (spec, _) => new Measured(spec, "What the answer cost, in dollars; unknown prices give no value."),
        ["total_tokens"] = (spec, _) => new Measured(spec, "Tokens of question and answer together."),
        ["prompt_tokens"] = (spec, _) => new Measured(spec, "Tokens sent to models."),
        ["completion_tokens"] = (spec, _) => new Measured(spec, "Tokens that models wrote."),
        ["groundedness"] = JudgedEvaluators.Groundedness,
        ["relevance"] = JudgedEvaluators.Relevance,
        ["coherence"] = JudgedEvaluators.Coherence,
        ["fluency"] = JudgedEvaluators.Fluency,
        ["similarity"] = JudgedEvaluators.Similarity,
        ["retrieval"] = JudgedEvaluators.Retrieval,
        ["response_completeness"] = JudgedEvaluators.ResponseCompleteness,
        ["qa"] = JudgedEvaluators.Qa,
        ["intent_resolution"] = JudgedEvaluators.IntentResolution,
        ["task_adherence"] = JudgedEvaluators.TaskAdherence,
        ["tool_call_accuracy"] = JudgedEvaluators.ToolCallAccuracy,
        ["faithfulness"] = JudgedEvaluators.Faithfulness,
        ["answer_relevancy"] = JudgedEvaluators.AnswerRelevancy,
        ["context_precision"] = (spec, services) => new ContextPrecision(spec, services),
        ["context_recall"] = JudgedEvaluators.ContextRecall,
        ["pairwise"] = (spec, services) => new PairwiseJudge(spec, services),
        ["rubric"] = Rubric.Judge,
        ["offline_groundedness"] = (spec, _) => new OfflineGroundedness(spec),
    };

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names => [.. Makers.Keys];

    /// <summary>What an evaluator says of itself.</summary>
    /// <param name="name">Of the library.</param>
    /// <param name="workspace">The workspace's folder, which may have prompts of its own; null for none.</param>
    /// <exception cref="ProblemException"><c>evaluator-unknown</c> with the nearest names.</exception>
    public static EvaluatorCard Card(string name, string? workspace = null)
    {
        // Settings that an evaluator cannot be made without.
        var spec = new EvaluatorSpec(name)
        {
            Settings = name switch
            {
                "regex_match" => new PythonDict { ["pattern"] = "" },
                "json_schema" => new PythonDict { ["schema"] = true },
                "rubric" => new PythonDict { ["criteria"] = "as the setting says" },
                _ => [],
            },
        };
        return Create(spec, new EvaluatorServices(new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() }) { Workspace = workspace }).Card;
    }

    /// <summary>The prompts that an evaluator's judge gets unless a workspace has its own: file name and text.</summary>
    /// <exception cref="ProblemException"><c>evaluator-unknown</c>; <c>evaluator-computed</c>: no model judges.</exception>
    public static IReadOnlyList<(string File, string Text)> Prompts(string name) => Card(name).Prompts is { Count: > 0 } prompts
        ? [.. prompts.Select(p => (JudgePrompt.FileName(p), JudgePrompt.BuiltIn(p)))]
        : throw new ProblemException("evaluator-computed", $"'{name}' is computed: no model judges, so it has no prompt.");

    /// <summary>Makes an evaluator.</summary>
    /// <param name="spec">Which, with its settings.</param>
    /// <param name="services">What those need that call models.</param>
    /// <exception cref="ProblemException"><c>evaluator-unknown</c> with the nearest names; <c>evaluator-setting</c>.</exception>
    internal static Evaluator Create(EvaluatorSpec spec, EvaluatorServices services) =>
        Makers.TryGetValue(spec.Name, out var make)
            ? make(spec, services)
            : throw new ProblemException(new Problem("evaluator-unknown", $"There is no evaluator '{spec.Name}'.{NearestName.Hint(spec.Name, Makers.Keys)} All of them: gyre eval evaluators.") { Field = "evaluators", Line = spec.Line });
}
