using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Definitions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>
/// Finds where the evaluators' inputs come from: as mapped, else an output or a column of that name, else of a name that people use
/// for it. What a target answered is looked for among its outputs first, what would have been right under another name only in the data.
/// </summary>
internal sealed class InputSources
{
    private const string Response = "response";

    private static readonly string[] Responses = [Response, "answer", "output", "reply", "completion", "prediction"];
    private static readonly string[] Queries = ["query", "question", "input", "prompt"];
    private static readonly string[] Truths = ["ground_truth", "reference_answer", "reference", "expected", "expected_answer", "truth", "label", "groundtruth"];
    private static readonly string[] Contexts = ["context", "contexts", "documents", "passages", "sections"];

    // Names for one thing, each in the order they are looked for.
    private static readonly string[][] Synonyms = [Responses, Queries, Truths, Contexts, ["baseline", "response_b", "baseline_response", "answer_b", "output_b"]];

    private readonly ColumnMapping given;
    private readonly IReadOnlyList<string> outputs, columns;

    // The place of what is scored, where it is scored; what it is held against is never taken from there.
    private readonly string? scored;

    private InputSources(ColumnMapping given, IReadOnlyList<string> outputs, IReadOnlyList<string> columns, string? response)
    {
        (this.given, this.outputs, this.columns) = (given, outputs, columns);
        scored = response is null ? null : given.Entries.TryGetValue(response, out var mapped) ? mapped as string : Place(response);
    }

    /// <summary>The mapping of a scoring run.</summary>
    /// <param name="evaluators">Who reads.</param>
    /// <param name="given">As mapped for all.</param>
    /// <param name="outputs">Names of the target's outputs.</param>
    /// <param name="columns">Names of the data's columns.</param>
    /// <exception cref="ProblemException"><c>evaluation-input</c>: a required input of an evaluator is nowhere, or an answer would be held against itself.</exception>
    public static ColumnMapping Find(IReadOnlyList<AskedEvaluator> evaluators, ColumnMapping given, IReadOnlyList<string> outputs, IReadOnlyList<string> columns) =>
        new InputSources(given, outputs, columns, evaluators.Any(e => e.Evaluator.Card.Inputs.Any(i => i.Name == Response)) ? Response : null).Of(evaluators);

    /// <summary>The mapping of the run of one of the user's own evaluators.</summary>
    /// <param name="own">Who reads.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="samples">Whether a default stands for a sample: then what is to be scored must be found all the same.</param>
    /// <param name="given">As mapped for all.</param>
    /// <param name="outputs">Names of the target's outputs.</param>
    /// <param name="columns">Names of the data's columns.</param>
    /// <exception cref="ProblemException"><c>evaluation-input</c>: a required input is nowhere, or an answer would be held against itself.</exception>
    public static ColumnMapping Find(
        OwnEvaluator own, IReadOnlyList<FlowInput> inputs, bool samples, ColumnMapping given, IReadOnlyList<string> outputs, IReadOnlyList<string> columns)
    {
        var mapped = new ColumnMapping([.. own.ColumnMapping.Entries, .. given.Entries.Where(e => !own.ColumnMapping.Entries.ContainsKey(e.Key))]);
        return new InputSources(mapped, outputs, columns, inputs.FirstOrDefault(i => Responses.Contains(i.Name, StringComparer.Ordinal))?.Name).Of(own, inputs, samples);
    }

    /// <summary>The column that a flow's input is likely to mean: of its name, however it is written, else of a name that people use for the same thing; null where there is none.</summary>
    public static string? Likely(string input, IReadOnlyList<string> columns) =>
        columns.FirstOrDefault(c => c == input)
        ?? columns.FirstOrDefault(c => Plain(c) == Plain(input))
        ?? Synonyms.Where(s => s.Contains(input.ToLowerInvariant(), StringComparer.Ordinal)).SelectMany(s => s).Select(name => columns.FirstOrDefault(c => Plain(c) == Plain(name))).FirstOrDefault(c => c is not null);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The data's column that holds what was asked; null where none is called so.</summary>
    public static string? Asked(IReadOnlyList<string> columns) => Queries.FirstOrDefault(n => columns.Contains(n, StringComparer.Ordinal));

    private ColumnMapping Of(IReadOnlyList<AskedEvaluator> evaluators)
    {
        // A column of that name may be the history that an answer was given to: it is what is scored only where there is no answer.
        var whole = Place(EvaluatorCard.ConversationInput) is not null
            && !evaluators.Where(e => e.Evaluator.Card.TakesConversation).Any(e => e.Evaluator.Card.Inputs.Any(i => i.IsRequired && (IsMapped(e, i.Name) || Place(i.Name) is not null)));
        var found = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var asked in evaluators)
        {
            foreach (var input in asked.Evaluator.Card.Inputs)
            {
                var name = asked.InputName(input.Name);
                if (found.ContainsKey(name))
                {
                    continue;
                }

                if (asked.Mapped(input.Name, out var own))
                {
                    found[name] = own;
                }
                else if (given.Entries.TryGetValue(input.Name, out var mapped))
                {
                    found[name] = mapped;
                }
                else if (input.Name == EvaluatorCard.ConversationInput && !whole)
                {
                    continue;
                }
                else if (Place(input.Name) is { } place)
                {
                    found[name] = place;
                }
                else if (input.IsRequired && !(asked.Evaluator.Card.TakesConversation && (whole || IsMapped(asked, EvaluatorCard.ConversationInput))))
                {
                    throw Missing(asked.Label, input.Name);
                }
            }

            RefuseOne(asked.Label, asked.Evaluator.Card.Inputs.Select(i => (i.Name, found.GetValueOrDefault(asked.InputName(i.Name)))));
        }

        return new ColumnMapping(found);
    }

    private ColumnMapping Of(OwnEvaluator own, IReadOnlyList<FlowInput> inputs, bool samples)
    {
        var found = new OrderedDictionary<string, object?>(own.ColumnMapping.Entries, StringComparer.Ordinal);
        foreach (var input in inputs.Where(i => !found.ContainsKey(i.Name)))
        {
            if (given.Entries.TryGetValue(input.Name, out var mapped))
            {
                found[input.Name] = mapped;
            }
            else if (Place(input.Name) is { } place)
            {
                found[input.Name] = place;
            }
            else if ((input.Default is null && !input.HasDefault) || (samples && Synonyms.Any(s => s.Contains(input.Name, StringComparer.Ordinal))))
            {
                throw Missing(own.Name, input.Name);
            }
        }

        RefuseOne(own.Name, found.Select(f => (f.Key, f.Value)));
        return new ColumnMapping(found);
    }

    private bool IsMapped(AskedEvaluator asked, string input) => asked.Mapped(input, out _) || given.Entries.ContainsKey(input);

    private string? Place(string input)
    {
        var names = Synonyms.FirstOrDefault(s => s.Contains(input, StringComparer.Ordinal)) ?? [];
        var answers = names == Responses;
        return Output(input)
            ?? (answers || names == Contexts ? Output(names) : null)
            // A flow with one output can only have meant that.
            ?? (answers && outputs is [not EvaluatorCard.ConversationInput and var only] && !Contexts.Contains(only, StringComparer.Ordinal) ? Output(only) : null)
            ?? Column(input)
            ?? Column(names)
            ?? (names == Truths ? null : Output(names))
            ?? (answers && outputs is [var last] ? Output(last) : null)
            ?? (LineFigures.Names.Contains(input, StringComparer.Ordinal) && outputs.Count > 0 ? $"${{{LineFigures.Source}.{input}}}" : null);

        string? Output(params ReadOnlySpan<string> called)
        {
            foreach (var name in called)
            {
                if (outputs.Contains(name, StringComparer.Ordinal) && $"${{run.outputs.{name}}}" is var place && (answers || place != scored))
                {
                    return place;
                }
            }

            return null;
        }

        string? Column(params ReadOnlySpan<string> called)
        {
            foreach (var name in called)
            {
                if (columns.Contains(name, StringComparer.Ordinal))
                {
                    return $"${{data.{name}}}";
                }
            }

            return null;
        }
    }

    // It would be right whatever was answered.
    private static void RefuseOne(string evaluator, IEnumerable<(string Name, object? Source)> mapped)
    {
        var read = mapped.Where(m => m.Source is string source && source.StartsWith("${", StringComparison.Ordinal)).ToList();
        foreach (var (response, source) in read.Where(r => Responses.Contains(r.Name, StringComparer.Ordinal)))
        {
            if (read.FirstOrDefault(r => Truths.Contains(r.Name, StringComparer.Ordinal) && Equals(r.Source, source)) is { Name: { } truth })
            {
                throw new ProblemException(new Problem("evaluation-input", $"Evaluator '{evaluator}' would hold {source} against itself: both '{response}' and '{truth}' are mapped to it. Map '{truth}' to what would have been right.") { Field = "column_mapping" });
            }
        }
    }

    private ProblemException Missing(string evaluator, string input) =>
        new(new Problem(
            "evaluation-input",
            $"Evaluator '{evaluator}' needs '{input}', and nothing is called so. The outputs are {List(outputs)}; the data's columns are {List(columns)}. Say which: column_mapping: {{{input}: ${{data.<column>}}}}, or --column-mapping {input}='${{data.<column>}}'.")
        {
            Field = "column_mapping",
        });

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
