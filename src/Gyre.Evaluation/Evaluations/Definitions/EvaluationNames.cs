namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>What targets and the user's own evaluators are called where nobody names them.</summary>
internal static class EvaluationNames
{
    /// <summary>By the run, flow, prompt or file.</summary>
    public static string Of(EvaluationTarget target) => target.Run ?? (target.Prompt is not null ? EvaluationTarget.PromptName : Of((target.Flow ?? target.Answers)!));

    /// <summary>The folder of a flow, the name of any other file.</summary>
    public static string Of(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return name.StartsWith("flow.", StringComparison.Ordinal) ? Path.GetFileName(Path.GetDirectoryName(path)!) : Path.GetFileNameWithoutExtension(name);
    }
}
