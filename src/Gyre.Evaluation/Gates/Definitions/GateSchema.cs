using Gyre.Workspace.Schemas;

namespace Gyre.Evaluation.Gates.Definitions;

/// <summary>The JSON Schema of policy files, for editors.</summary>
internal static class GateSchema
{
    /// <summary>As <c>schemas/gate.schema.json</c> holds it.</summary>
    public static string Text => FileSchema.TextOf(FileSchema.Of("Gyre: gate.yaml, what must hold before a release", GateShapes.Default.GateShape));
}
