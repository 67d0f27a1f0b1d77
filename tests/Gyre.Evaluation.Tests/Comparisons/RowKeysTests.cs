using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Comparisons.Tables;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class RowKeysTests
{
    [Fact]
    public void Whatever_the_keys_are_a_row_is_found_as_in_a_dictionary() => Prop.ForAll(Keys.ArrayOf().ToArbitrary(), given =>
    {
        var keys = new RowKeys();
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in given)
        {
            var isNew = expected.TryAdd(key, expected.Count);
            Assert.Equal((expected[key], isNew), (keys.Row(key, out var added), added));
        }

        Assert.Equal(expected.Keys.OrderBy(k => expected[k]), keys);
        Assert.All(expected, pair => Assert.Equal(pair.Value, keys.Find(pair.Key)));
        Assert.All(["", "x", "00", "-1", "123456789012", "77777"], key => Assert.Equal(expected.GetValueOrDefault(key, -1), keys.Find(key)));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Numbers_of_lines_take_no_text()
    {
        var keys = new RowKeys();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 0; line < 100_000; line++)
        {
            keys.Row(Line(line), out _);
        }

        // Two lists of numbers, grown twofold; the texts asked with are the caller's, 40 bytes at most.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 * (40 + 32));
        Assert.Equal("99999", keys[99_999]);
        Assert.Equal(99_999, keys.Find("99999"));
    }

    private static string Line(int line) => line.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Lines of a run, in any order; now and then what only looks like a number.
    private static Gen<string> Keys => Gen.Frequency(
        (30, Gen.Choose(0, 60).Select(Line)),
        (3, Gen.Choose(0, 20_000).Select(Line)),
        (1, Gen.Elements("07", "00", "+1", " 1", "1.0", "", "a", "١", "4294967297", "999999999")));
}
