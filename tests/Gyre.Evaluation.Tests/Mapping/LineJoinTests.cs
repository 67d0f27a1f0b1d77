using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Mapping;
using Gyre.Flows;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Mapping;

public sealed class LineJoinTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<List<SourceLine>> JoinAsync(params (string Name, IEnumerable<PythonDict> Rows)[] sources) =>
        await new LineJoin([.. sources.Select(s => KeyValuePair.Create<string, Func<CancellationToken, IAsyncEnumerable<PythonDict>>>(s.Name, _ => s.Rows.ToAsyncEnumerable()))])
            .ReadAsync(Stop)
            .ToListAsync(Stop);

    private static PythonDict Row(object? value, long? number = null) => number is null ? new PythonDict { ["v"] = value } : new PythonDict { ["v"] = value, ["line_number"] = number };

    private static async Task<string> LinesAsync(params (string Name, IEnumerable<PythonDict> Rows)[] sources) =>
        string.Join(' ', (await JoinAsync(sources)).Select(l => $"{l.LineNumber}:{string.Join('+', l.Rows.Values.Select(r => PythonText.Str(r["v"])))}"));

    [Fact]
    public async Task Rows_without_numbers_are_joined_by_position() => Assert.Equal("0:a+x 1:b+y", await LinesAsync(("data", [Row("a"), Row("b")]), ("other", [Row("x"), Row("y")])));

    [Fact]
    public async Task Rows_that_are_absent_from_any_source_drop_out() =>
        Assert.Equal("0:a+x 2:c+z", await LinesAsync(("data", [Row("a"), Row("b"), Row("c"), Row("d")]), ("run.outputs", [Row("x", 0), Row("z", 2)])));

    [Fact]
    public async Task Every_second_and_every_fifth_of_twenty_leave_two_and_then_the_numbers_stay()
    {
        var data = Enumerable.Range(0, 20).Select(i => Row((long)i));
        var even = Enumerable.Range(0, 20).Where(i => i % 2 == 0).Select(i => Row("e", i));

        Assert.Equal(10, (await JoinAsync(("data", data), ("run.outputs", even))).Count);
    }

    [Fact]
    public async Task Numbers_in_any_order_keep_the_first_sources_order() =>
        Assert.Equal("2:c+z 0:a+x", await LinesAsync(("data", [Row("c", 2), Row("a", 0)]), ("run.outputs", [Row("x", 0), Row("z", 2)])));

    [Fact]
    public async Task The_numbers_of_a_csv_are_text_and_join_all_the_same() =>
        Assert.Equal("1:b+y", await LinesAsync(("data", [new PythonDict { ["v"] = "b", ["line_number"] = "1" }]), ("run.outputs", [Row("x", 0), Row("y", 1)])));

    [Fact]
    public async Task Unequal_lengths_without_numbers_are_refused()
    {
        var e = await Assert.ThrowsAsync<FlowException>(() => JoinAsync(("data", [Row(1L)]), ("other", [Row(1L), Row(2L)])));

        Assert.Equal(ErrorClasses.InputMappingError, e.ErrorClass);
        Assert.Contains("List lengths are: {'data': 1, 'other': 2}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_rows_at_all_is_empty_inputs_data() =>
        Assert.Equal(ErrorClasses.EmptyInputsData, (await Assert.ThrowsAsync<FlowException>(() => JoinAsync(("data", [])))).ErrorClass);

    [Fact]
    public async Task One_empty_source_among_others_is_named()
    {
        var e = await Assert.ThrowsAsync<FlowException>(() => JoinAsync(("data", [Row(1L)]), ("run.outputs", [])));

        Assert.Contains("Input from key 'run.outputs' is an empty list", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_line_in_common_is_refused() =>
        Assert.Contains("Could not find one complete line", (await Assert.ThrowsAsync<FlowException>(() => JoinAsync(("data", [Row(1L, 0)]), ("run.outputs", [Row(1L, 1)])))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_line_number_that_is_none_is_refused() =>
        Assert.Contains("whole number", (await Assert.ThrowsAsync<FlowException>(() => JoinAsync(("data", [new PythonDict { ["line_number"] = "first" }])))).Message, StringComparison.Ordinal);

    [Fact]
    public void Merging_streams_gives_what_joining_in_memory_gives() =>
        Prop.ForAll(
            Gen.Choose(0, 30).NonEmptyListOf().Select(numbers => numbers.ToHashSet()).ArrayOf(3).ToArbitrary(),
            sets =>
            {
                var expected = sets.Aggregate(sets[0].Order(), (common, set) => common.Where(set.Contains).Order()).Select(n => (long)n).ToList();
                var sources = sets.Select((set, i) => ($"s{i}", set.Order().Select(n => Row((long)n, n)))).ToArray();
                List<long> joined;
                try
                {
                    joined = [.. JoinAsync(sources).GetAwaiter().GetResult().Select(l => l.LineNumber)];
                }
                catch (FlowException)
                {
                    joined = [];
                }

                return expected.SequenceEqual(joined);
            }).QuickCheckThrowOnFailure();
}
