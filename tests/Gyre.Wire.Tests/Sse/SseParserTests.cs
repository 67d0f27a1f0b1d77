using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Sse;

namespace Gyre.Wire.Tests.Sse;

public sealed class SseParserTests
{
    [Fact]
    public void An_event_ends_at_the_blank_line() => Assert.Equal(["a", "b"], Texts("data: a\n\ndata: b\n\n"));

    [Theory]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData("data: a\n\r\ndata: b\r\n\n")]
    public void Lines_may_end_in_any_of_three_ways(string text) => Assert.Equal(["a", "b"], Texts(text));

    [Fact]
    public void Several_data_lines_are_one_text() => Assert.Equal(["a\nb\n"], Texts("data: a\ndata:b\ndata\n\n"));

    [Fact]
    public void Comments_and_unknown_fields_are_skipped() => Assert.Equal(["a"], Texts(": ping\n\nretry: 10\ndata: a\nfoo: bar\n\n: ping\n\n"));

    [Fact]
    public void Only_the_first_blank_after_the_colon_goes() => Assert.Equal([" a "], Texts("data:  a \n\n"));

    [Fact]
    public void The_last_event_counts_without_its_blank_line() => Assert.Equal(["a", "b"], Texts("data: a\n\ndata: b"));

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Equal(["a"], Texts("\uFEFFdata: a\n\n"));

    [Fact]
    public void Type_and_id_are_the_events_own()
    {
        var events = Parse(Encoding.UTF8.GetBytes("event: delta\nid: 7\ndata: a\n\ndata: b\n\n"), []);
        Assert.Equal([("delta", "7", "a"), (null, null, "b")], events.Select(e => (e.Type, e.Id, e.Text)));
    }

    [Theory]
    [InlineData("[DONE]", true)]
    [InlineData("[done]", false)]
    [InlineData("\"[DONE]\"", false)]
    public void The_end_mark_is_exactly_that(string data, bool done) => Assert.Equal(done, Parse(Encoding.UTF8.GetBytes($"data: {data}\n\n"), [])[0].IsDone);

    [Fact]
    public void An_event_without_end_does_not_eat_the_memory()
    {
        var parser = new SseParser(maximumEventBytes: 100);
        Assert.Throws<InvalidDataException>(() => parser.Append(new byte[101]));
    }

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_events()
    {
        var line = Gen.Elements("data: {\"t\":\"é😀\"}", "data:", "data: x", ": ping", "event: delta", "id: 1", "", "", "nonsense", "data: [DONE]");
        var end = Gen.Elements("\n", "\r\n", "\r");
        var text = Gen.Zip(line, end).Select(pair => pair.Item1 + pair.Item2).ListOf().Select(string.Concat);
        var cuts = Gen.Choose(0, 400).ListOf();
        Prop.ForAll(
            Gen.Zip(text, cuts).ToArbitrary(),
            pair =>
            {
                var bytes = Encoding.UTF8.GetBytes(pair.Item1);
                return Show(Parse(bytes, [])) == Show(Parse(bytes, [.. pair.Item2]));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_reader_gives_events_before_the_stream_ends()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        await using var events = SseReader.ReadAsync(pipe.Reader.AsStream(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = events.MoveNextAsync();
        await pipe.Writer.WriteAsync("data: a\n\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.True(await next);
        Assert.Equal("a", events.Current.Text);
        await pipe.Writer.CompleteAsync();
        Assert.False(await events.MoveNextAsync());
    }

    private static IEnumerable<string> Texts(string text) => Parse(Encoding.UTF8.GetBytes(text), []).Select(e => e.Text);

    private static List<SseEvent> Parse(byte[] bytes, IReadOnlyList<int> cuts)
    {
        var parser = new SseParser();
        var events = new List<SseEvent>();
        var from = 0;
        foreach (var to in cuts.Where(c => c < bytes.Length).Order().Append(bytes.Length))
        {
            parser.Append(bytes.AsSpan(from, to - from));
            from = to;
            Drain();
        }

        parser.Complete();
        Drain();
        return events;

        void Drain()
        {
            while (parser.TryRead(out var next))
            {
                events.Add(next);
            }
        }
    }

    private static string Show(IEnumerable<SseEvent> events) => string.Join("|", events.Select(e => $"{e.Type}/{e.Id}/{e.Text}"));
}
