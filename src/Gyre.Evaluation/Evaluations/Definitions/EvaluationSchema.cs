using Gyre.Workspace.Schemas;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>The JSON Schema of evaluation files, for editors.</summary>
internal static class EvaluationSchema
{
    /// <summary>As <c>schemas/evaluation.schema.json</c> holds it.</summary>
    public static string Text => FileSchema.TextOf(FileSchema.Of("Gyre: evaluations/*.yaml, what gyre eval run does", EvaluationShapes.Default.EvaluationShape));
}
