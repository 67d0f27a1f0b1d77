using System.Globalization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>What each of some numbered sentences states. A sentence that is missing is told; what is there counts.</summary>
/// <param name="sentences">How many there are.</param>
internal sealed class StatementsForm(int sentences) : VerdictForm<IReadOnlyDictionary<int, IReadOnlyList<string>>>(
    "statements",
    new PythonDict { ["sentences"] = List(Object(new PythonDict { ["number"] = Whole, ["statements"] = List(Text) })) },
    """{"sentences": [{"number": 1, "statements": ["first statement of sentence 1", "second statement"]}, ...]}, with an entry for every sentence""")
{
    /// <inheritdoc/>
    public override (IReadOnlyDictionary<int, IReadOnlyList<string>>? Verdict, string? Fault) Read(VerdictFields answer)
    {
        if (answer.Items("sentences") is not { } items)
        {
            return (null, "'sentences' must be a list of objects.");
        }

        var found = new Dictionary<int, IReadOnlyList<string>>();
        foreach (var item in items)
        {
            if (item.Whole("number", 1, sentences) is { } number && item.Texts("statements") is { } statements)
            {
                // Two entries for one sentence are one.
                found[number] = [.. found.GetValueOrDefault(number, []), .. statements];
            }
        }

        var missing = Enumerable.Range(1, sentences).Where(n => !found.ContainsKey(n)).ToList();
        return (found, missing.Count == 0 ? null : $"There is no entry for sentence {string.Join(", ", missing.Select(n => n.ToString(CultureInfo.InvariantCulture)))}.");
    }
}
