using Gyre.Evaluation.Evaluations;

namespace Gyre.Evaluation.Reports;

/// <summary>One HTML file about one evaluation.</summary>
public static class EvaluationReport
{
    public static string Write(StoredEvaluation evaluation, EvaluationSummary summary, string file) => file;
}
