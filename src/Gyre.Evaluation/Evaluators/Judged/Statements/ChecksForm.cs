using System.Globalization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>What a judge found of one numbered item.</summary>
/// <param name="Holds">Yes or no.</param>
/// <param name="Reason">Why; null where it did not say.</param>
internal sealed record Check(bool Holds, string? Reason);

/// <summary>A yes or no for each of some numbered items. What is missing, or told both ways, is unknown, never left out.</summary>
/// <param name="item">What is checked: <c>statement</c>.</param>
/// <param name="count">How many there are.</param>
internal sealed class ChecksForm(string item, int count) : VerdictForm<IReadOnlyDictionary<int, Check>>(
    "checks",
    new PythonDict { ["checks"] = List(Object(new PythonDict { ["number"] = Whole, ["reason"] = Text, ["verdict"] = OneOf("string", ["yes", "no"]) })) },
    $$"""{"checks": [{"number": 1, "reason": "why, in a few words", "verdict": "yes" or "no"}, ...]}, with an entry for every {{item}}""")
{
    /// <inheritdoc/>
    public override (IReadOnlyDictionary<int, Check>? Verdict, string? Fault) Read(VerdictFields answer)
    {
        if (answer.Items("checks") is not { } items)
        {
            return (null, "'checks' must be a list of objects.");
        }

        var found = new Dictionary<int, Check>();
        var both = new HashSet<int>();
        foreach (var entry in items)
        {
            if (entry.Whole("number", 1, count) is { } number && entry.Word("verdict", "yes", "no") is { } word)
            {
                var check = new Check(word == "yes", entry.Text("reason"));
                if (!found.TryAdd(number, check) && found[number].Holds != check.Holds)
                {
                    both.Add(number);
                }
            }
        }

        foreach (var number in both)
        {
            found.Remove(number);
        }

        var missing = Enumerable.Range(1, count).Where(n => !found.ContainsKey(n)).ToList();
        return (found, missing.Count == 0 ? null : $"There is no clear verdict on {item} {string.Join(", ", missing.Select(n => n.ToString(CultureInfo.InvariantCulture)))}.");
    }
}
