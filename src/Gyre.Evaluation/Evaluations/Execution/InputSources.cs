using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Definitions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>Finds where the evaluators' inputs come from: as mapped, else an output or a column of that name, else of a name that people use for it.</summary>
internal static class InputSources
{
    private static readonly string[] Responses = ["response", "answer", "output", "reply", "completion", "prediction"];

    // Names for one thing, each in the order they are looked for.
    private static readonly string[][] Synonyms =
    [
        Responses,
        ["query", "question", "input", "prompt"],
        ["ground_truth", "reference_answer", "reference", "expected", "expected_answer", "truth", "label", "groundtruth"],
        ["context", "contexts", "documents", "passages", "sections"],
        ["baseline", "response_b", "baseline_response", "answer_b", "output_b"],
    ];

    /// <summary>The mapping of a scoring run.</summary>
    /// <param name="evaluators">Who reads.</param>
    /// <param name="given">As mapped for all.</param>
    /// <param name="outputs">Names of the target's outputs; what it answered is looked for here first.</param>
    /// <param name="columns">Names of the data's columns.</param>
    /// <exception cref="ProblemException"><c>evaluation-input</c>: a required input of an evaluator is nowhere.</exception>
    public static ColumnMapping Find(IReadOnlyList<AskedEvaluator> evaluators, ColumnMapping given, IReadOnlyList<string> outputs, IReadOnlyList<string> columns)
    {
        // A column of that name may be the history that an answer was given to: it is what is scored only where there is no answer.
        var whole = Place(EvaluatorCard.ConversationInput, outputs, columns) is not null
            && !evaluators.Where(e => e.Evaluator.Card.TakesConversation).Any(e => e.Evaluator.Card.Inputs.Any(i => i.IsRequired && (IsMapped(e, i.Name, given) || Place(i.Name, outputs, columns) is not null)));
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
                else if (Place(input.Name, outputs, columns) is { } place)
                {
                    found[name] = place;
                }
                else if (input.IsRequired && !(asked.Evaluator.Card.TakesConversation && (whole || IsMapped(asked, EvaluatorCard.ConversationInput, given))))
                {
                    throw Missing(asked.Label, input.Name, outputs, columns);
                }
            }
        }

        return new ColumnMapping(found);
    }

    /// <summary>The mapping of the run of one of the user's own evaluators.</summary>
    /// <param name="own">Who reads.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="samples">Whether a default stands for a sample: then what is to be scored must be found all the same.</param>
    /// <param name="given">As mapped for all.</param>
    /// <param name="outputs">Names of the target's outputs.</param>
    /// <param name="columns">Names of the data's columns.</param>
    /// <exception cref="ProblemException"><c>evaluation-input</c>: a required input is nowhere.</exception>
    public static ColumnMapping Find(
        OwnEvaluator own, IReadOnlyList<FlowInput> inputs, bool samples, ColumnMapping given, IReadOnlyList<string> outputs, IReadOnlyList<string> columns)
    {
        var found = new OrderedDictionary<string, object?>(own.ColumnMapping.Entries, StringComparer.Ordinal);
        foreach (var input in inputs.Where(i => !found.ContainsKey(i.Name)))
        {
            if (given.Entries.TryGetValue(input.Name, out var mapped))
            {
                found[input.Name] = mapped;
            }
            else if (Place(input.Name, outputs, columns) is { } place)
            {
                found[input.Name] = place;
            }
            else if ((input.Default is null && !input.HasDefault) || (samples && Synonyms.Any(s => s.Contains(input.Name, StringComparer.Ordinal))))
            {
                throw Missing(own.Name, input.Name, outputs, columns);
            }
        }

        return new ColumnMapping(found);
    }

    private static bool IsMapped(AskedEvaluator asked, string input, ColumnMapping given) => asked.Mapped(input, out _) || given.Entries.ContainsKey(input);

    /// <summary>The data's column that holds what was asked; null where none is called so.</summary>
    public static string? Asked(IReadOnlyList<string> columns) => Synonyms.First(s => s[0] == "query").FirstOrDefault(n => columns.Contains(n, StringComparer.Ordinal));

    private static string? Place(string input, IReadOnlyList<string> outputs, IReadOnlyList<string> columns)
    {
        string[] names = [input, .. Synonyms.FirstOrDefault(s => s.Contains(input, StringComparer.Ordinal)) ?? []];
        return names.FirstOrDefault(n => outputs.Contains(n, StringComparer.Ordinal)) is { } output ? $"${{run.outputs.{output}}}"
            : names.FirstOrDefault(n => columns.Contains(n, StringComparer.Ordinal)) is { } column ? $"${{data.{column}}}"
            // A flow with one output can only have meant that.
            : Responses.Contains(input, StringComparer.Ordinal) && outputs is [not EvaluatorCard.ConversationInput and var only] ? $"${{run.outputs.{only}}}"
            : LineFigures.Names.Contains(input, StringComparer.Ordinal) && outputs.Count > 0 ? $"${{{LineFigures.Source}.{input}}}"
            : null;
    }

    private static ProblemException Missing(string evaluator, string input, IReadOnlyList<string> outputs, IReadOnlyList<string> columns) =>
        new(new Problem(
            "evaluation-input",
            $"Evaluator '{evaluator}' needs '{input}', and nothing is called so. The outputs are {List(outputs)}; the data's columns are {List(columns)}. Say which: column_mapping: {{{input}: ${{data.<column>}}}}, or --column-mapping {input}='${{data.<column>}}'.")
        {
            Field = "column_mapping",
        });

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
