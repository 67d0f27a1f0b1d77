using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluators.Computed;

/// <summary>Scores a line with an evaluator of the library.</summary>
internal static class Scored
{
    public static async Task<IReadOnlyList<Score>> AllAsync(string name, PythonDict settings, PythonDict inputs, double? threshold = null)
    {
        await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = settings, Threshold = threshold }, null!);
        return (await evaluator.EvaluateAsync(new EvaluatorInputs(inputs), TestContext.Current.CancellationToken)).Scores;
    }

    public static async Task<Score> FirstAsync(string name, PythonDict settings, PythonDict inputs) => (await AllAsync(name, settings, inputs))[0];

    public static PythonDict Json(string json) => (PythonDict)PythonJson.Parse(json)!;
}
