using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Datasets;

/// <summary>Rows of all kinds of values, some of them more than once.</summary>
internal static class AnyRows
{
    private static readonly string[] Texts = ["", " ", "yes", "Yes!", "a,b", "say \"no\"", "two\nlines", "tab\there", " in front", "behind ", "naïve 流", "😀", "=1+1", "null", "0"];

    private static readonly Gen<object?> Value = Gen.OneOf(
        Gen.Elements(Texts).Select(t => (object?)t),
        Gen.Choose(-3, 3).Select(n => (object?)(long)n),
        Gen.Elements<object?>(true, false, null, 0.5, -1e300, 3.0),
        Gen.Elements(Texts).ListOf(2).Select(l => (object?)l.Cast<object?>().ToList()),
        Gen.Elements(Texts).Select(t => (object?)new PythonDict { ["inner"] = t }));

    private static readonly Gen<PythonDict> Row =
        from id in Gen.Choose(0, 5)
        from text in Gen.Elements(Texts)
        from value in Value
        from more in Gen.Elements(true, false)
        select Make(id, text, value, more);

    /// <summary>One to thirty rows as JSON.</summary>
    public static Arbitrary<string[]> Lists { get; } =
        (from count in Gen.Choose(1, 30) from rows in Row.ArrayOf(count) select rows.Select(r => PythonJson.Write(r)).ToArray()).ToArbitrary();

    private static PythonDict Make(int id, string text, object? value, bool more)
    {
        var row = new PythonDict { ["id"] = (long)id, ["text"] = text };
        if (more)
        {
            row["value"] = value;
        }

        return row;
    }
}
