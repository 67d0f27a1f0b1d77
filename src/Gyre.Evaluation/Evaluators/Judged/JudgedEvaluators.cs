using Gyre.Evaluation.Evaluators.Computed;
using Gyre.Evaluation.Evaluators.Judged.Conversations;
using Gyre.Evaluation.Evaluators.Judged.Scores;
using Gyre.Evaluation.Evaluators.Judged.Statements;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>What judges are asked: inputs, scales and columns as users of azure-ai-evaluation know them.</summary>
internal static class JudgedEvaluators
{
    private const double PassingPoints = 3, PassingShare = 0.5;

    private static readonly string[] PartsOfQa = ["groundedness", "relevance", "coherence", "fluency", "similarity"];

    private static readonly EvaluatorInput Query = new("query"), Response = new("response"), Context = new("context"), Truth = new("ground_truth");

    /// <summary><c>groundedness</c>.</summary>
    public static Evaluator Groundedness(EvaluatorSpec spec, EvaluatorServices services) => new PerTurn(Points(
        spec, services, "groundedness", "How far the context bears out the response, from 1 to 5; with a query, also whether the response answers it.",
        [Response, Context, Optional(Query)], former: true));

    /// <summary><c>relevance</c>.</summary>
    public static Evaluator Relevance(EvaluatorSpec spec, EvaluatorServices services) => new PerTurn(Points(
        spec, services, "relevance", "How well the response answers the query, from 1 to 5.", [Query, Response], former: true));

    /// <summary><c>coherence</c>.</summary>
    public static Evaluator Coherence(EvaluatorSpec spec, EvaluatorServices services) => new PerTurn(Points(
        spec, services, "coherence", "How well the response is ordered and connected, from 1 to 5.", [Query, Response], former: true));

    /// <summary><c>fluency</c>.</summary>
    public static Evaluator Fluency(EvaluatorSpec spec, EvaluatorServices services) => new PerTurn(Points(
        spec, services, "fluency", "Grammar, wording and readability of the response, from 1 to 5.", [Response], former: true));

    /// <summary><c>similarity</c>.</summary>
    public static Evaluator Similarity(EvaluatorSpec spec, EvaluatorServices services) => Points(
        spec, services, "similarity", "How far the response says the same as the expected answer, from 1 to 5.", [Query, Response, Truth], former: true);

    /// <summary><c>retrieval</c>.</summary>
    public static Evaluator Retrieval(EvaluatorSpec spec, EvaluatorServices services) => new PerTurn(Points(
        spec, services, "retrieval", "How well the retrieved chunks serve the query, the best first, from 1 to 5.", [Query, Context], former: true));

    /// <summary><c>response_completeness</c>.</summary>
    public static Evaluator ResponseCompleteness(EvaluatorSpec spec, EvaluatorServices services) => Points(
        spec, services, "response_completeness", "How much of the expected answer the response has, from 1 to 5.", [Response, Truth]);

    /// <summary><c>intent_resolution</c>.</summary>
    public static Evaluator IntentResolution(EvaluatorSpec spec, EvaluatorServices services) => Points(
        spec, services, "intent_resolution", "Whether an agent understood what the user wanted and brought it about, from 1 to 5.", [Query, Response, new("tool_definitions", IsRequired: false)]);

    /// <summary><c>task_adherence</c>: points, or a yes or no with <c>form: flag</c>.</summary>
    public static Evaluator TaskAdherence(EvaluatorSpec spec, EvaluatorServices services)
    {
        const string name = "task_adherence";
        var flag = new EvaluatorSettings(spec, "form").Choice("form", "points", "points", "flag") == "flag";
        EvaluatorInput[] inputs = [Query, Response, new("tool_definitions", IsRequired: false)];
        return flag
            ? new ScoreJudge(spec, services, new ScoreQuestion("task_adherence_flag", new MetricCard(name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }, "Whether an agent kept to its task, its rules and its procedure without a material failure.") { Inputs = inputs, Form = new FlagForm("adheres") })
            : Score(spec, services, name, "How well an agent kept to its task, its rules and its procedure, from 1 to 5; 'form: flag' asks for a yes or no.", inputs, false, []);
    }

    /// <summary><c>tool_call_accuracy</c>.</summary>
    public static Evaluator ToolCallAccuracy(EvaluatorSpec spec, EvaluatorServices services)
    {
        _ = new EvaluatorSettings(spec);
        return Score(
            spec, services, "tool_call_accuracy", "Whether an agent called the right tools with the right arguments, from 1 to 5; the calls are in 'tool_calls' or in the messages of 'response'.",
            [Query, new("tool_definitions"), new("tool_calls", IsRequired: false), new("response", IsRequired: false)], false, ["tool_calls", "response"]);
    }

    /// <summary><c>qa</c>.</summary>
    public static Evaluator Qa(EvaluatorSpec spec, EvaluatorServices services)
    {
        _ = new EvaluatorSettings(spec);
        if (spec.Threshold is not null)
        {
            throw new EvaluatorSettings(spec).Fault("threshold", "It scores six metrics. Ask for them one by one to move a threshold.");
        }

        var judged = PartsOfQa.Select(name => EvaluatorLibrary.Create(new EvaluatorSpec(name) { As = spec.Label }, services));
        return new Composite(spec.Name, "Six evaluators at once: groundedness, relevance, coherence, fluency, similarity and f1_score.", [.. judged, TextMetrics.F1(new EvaluatorSpec("f1_score"))]);
    }

    /// <summary><c>faithfulness</c>.</summary>
    public static Evaluator Faithfulness(EvaluatorSpec spec, EvaluatorServices services) => Share(spec, services, new StatementQuestion("faithfulness", Unit("faithfulness"), "response", "context")
    {
        Description = "The share of the response's statements that follow from the context.",
        Inputs = [Response, Context, Optional(Query)],
        Failing = "unsupported",
    });

    /// <summary><c>answer_relevancy</c>.</summary>
    public static Evaluator AnswerRelevancy(EvaluatorSpec spec, EvaluatorServices services) => Share(spec, services, new StatementQuestion("answer_relevancy", Unit("answer_relevancy"), "response", "query")
    {
        Description = "The share of the response's statements that help to answer the query; no embeddings, so it is not Ragas' figure of that name.",
        Inputs = [Query, Response],
        Failing = "irrelevant",
    });

    /// <summary><c>context_recall</c>.</summary>
    public static Evaluator ContextRecall(EvaluatorSpec spec, EvaluatorServices services) => Share(spec, services, new StatementQuestion("context_recall", Unit("context_recall"), "ground_truth", "context")
    {
        Description = "The share of the expected answer's statements that the retrieved context has.",
        Inputs = [Truth, Context, Optional(Query)],
        Failing = "not in the context",
    });

    private static EvaluatorInput Optional(EvaluatorInput input) => input with { IsRequired = false };

    private static MetricCard Unit(string name) => new(name, Scale.Unit, Direction.HigherIsBetter) { Threshold = PassingShare };

    private static StatementShare Share(EvaluatorSpec spec, EvaluatorServices services, StatementQuestion question)
    {
        _ = new EvaluatorSettings(spec);
        return new StatementShare(spec, services, question);
    }

    private static ScoreJudge Points(EvaluatorSpec spec, EvaluatorServices services, string name, string description, IReadOnlyList<EvaluatorInput> inputs, bool former = false)
    {
        _ = new EvaluatorSettings(spec);
        return Score(spec, services, name, description, inputs, former, []);
    }

    private static ScoreJudge Score(EvaluatorSpec spec, EvaluatorServices services, string name, string description, IReadOnlyList<EvaluatorInput> inputs, bool former, IReadOnlyList<string> anyOf)
    {
        var metric = new MetricCard(name, Scale.FivePoints, Direction.HigherIsBetter) { Threshold = PassingPoints, HasOldName = former };
        return new ScoreJudge(spec, services, new ScoreQuestion(name, metric, description) { Inputs = inputs, AnyOf = anyOf });
    }
}
