using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>The names of an evaluation's runs, looked at before it is made: each is a run's, none is another's, and nothing is there yet that would be taken for done.</summary>
internal static class PlannedNames
{
    /// <exception cref="ProblemException"><c>evaluation-invalid</c>, <c>run-exists</c>.</exception>
    public static async Task CheckAsync(StoredEvaluation planned, RunStore runs, CancellationToken cancellationToken)
    {
        if (planned.Definition.Flows.FirstOrDefault(o => !RunName.IsValid(o.Name)) is { } wrong)
        {
            throw Fault("evaluators", $"'{wrong.Name}' cannot name an evaluator, since runs are called by it. Give it another name with 'as': letters, digits, '_', '-', '.' or blanks inside; no slash, colon or quote.");
        }

        // Some file systems take names that differ in case for one.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in planned.Cells.SelectMany(c => c.OwnRuns))
        {
            if (!RunName.IsValid(name))
            {
                throw Fault("name", $"The evaluation's name is too long: it would make a run '{name}', and a run's name has at most {RunName.Longest} letters.");
            }

            if (!names.Add(name))
            {
                throw Twice(planned, name);
            }
        }

        foreach (var name in names)
        {
            if (await runs.FindAsync(name, cancellationToken) is not null)
            {
                throw new ProblemException(new Problem("run-exists", $"Evaluation '{planned.Name}' would make a run '{name}', but there is one already. Choose another name for the evaluation, or delete the run: gyre run delete --name {name}.") { Field = "name" });
            }
        }
    }

    private static ProblemException Twice(StoredEvaluation planned, string name)
    {
        var own = planned.Cells.SelectMany(c => planned.Definition.Flows.Select(o => (Evaluator: o.Name, Run: c.RunOf(o)))).First(o => string.Equals(o.Run, name, StringComparison.OrdinalIgnoreCase));
        return Fault("evaluators", $"Your evaluator '{own.Evaluator}' would make a run '{name}', and so would another part of the evaluation. {EvaluationChecks.Rename}");
    }

    private static ProblemException Fault(string field, string message) => new(new Problem("evaluation-invalid", message) { Field = field });
}
