using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators;

/// <summary>Reads the settings of one evaluator and refuses what it does not know.</summary>
internal sealed class EvaluatorSettings
{
    private readonly EvaluatorSpec spec;

    /// <param name="spec">The evaluator as asked for.</param>
    /// <param name="known">Names of the settings it has.</param>
    /// <exception cref="ProblemException"><c>evaluator-setting</c>: another name is given.</exception>
    public EvaluatorSettings(EvaluatorSpec spec, params IReadOnlyList<string> known)
    {
        this.spec = spec;
        foreach (var key in spec.Settings.Keys.Select(PythonText.Str))
        {
            if (!known.Contains(key, StringComparer.Ordinal))
            {
                throw Fault(key, known.Count == 0 ? "It has no settings." : $"It is not one of its settings: {string.Join(", ", known)}.{NearestName.Hint(key, known)}");
            }
        }
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string key, bool otherwise) => this[key] switch
    {
        null => otherwise,
        bool flag => flag,
        _ => throw Fault(key, "It must be true or false."),
    };

    /// <summary>A number.</summary>
    public double? Number(string key) => this[key] switch
    {
        null => null,
        long whole => whole,
        double number when double.IsFinite(number) => number,
        _ => throw Fault(key, "It must be a number."),
    };

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string key, int otherwise, int least, int most) => this[key] switch
    {
        null => otherwise,
        long whole when whole >= least && whole <= most => (int)whole,
        _ => throw Fault(key, $"It must be a whole number from {least} to {most}."),
    };

    /// <summary>Text.</summary>
    public string? Text(string key) => this[key] switch
    {
        null => null,
        string text => text,
        _ => throw Fault(key, "It must be text."),
    };

    /// <summary>One of some words.</summary>
    public string Choice(string key, string otherwise, params IReadOnlyList<string> choices) =>
        (Text(key) ?? otherwise) is var word && choices.Contains(word, StringComparer.Ordinal)
            ? word
            : throw Fault(key, $"It must be one of {string.Join(", ", choices)}.");

    /// <summary>Any value as it is written, or null.</summary>
    public object? this[string key] => spec.Settings.GetValueOrDefault(key);

    /// <summary>A fault of one setting.</summary>
    public ProblemException Fault(string key, string why) =>
        new(new Problem("evaluator-setting", $"Evaluator '{spec.Label}', setting '{key}': {why}") { Field = key, Line = spec.Line });
}
