using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Sse;

namespace Gyre.Wire.Tests.Sse;

public sealed class SseFrameTests
{
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", 9)]
    [InlineData("data: a\r\n\r\ndata: b", 11)]
    [InlineData("data: a\r\rdata: b", 9)]
    [InlineData(": ping\n\n", 8)]
    [InlineData("data: a\n", 0)]
    [InlineData("data: a", 0)]
    [InlineData("data: a\r\n\r", 0)]
    [InlineData("", 0)]
    public void An_event_ends_behind_its_blank_line(string buffer, int length) =>
        Assert.Equal(length, SseFrame.LengthOf(Encoding.UTF8.GetBytes(buffer)));

    [Fact]
    public void Type_and_data_are_found_in_place()
    {
        var frame = SseFrame.Of("event: message_stop\r\ndata: {\"a\":1}\r\n\r\n"u8);

        Assert.Equal("message_stop", Encoding.UTF8.GetString(frame.Type));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(frame.Data));
    }

    // Whoever passes frames on must see what a parser of the whole stream sees, wherever the network cut it.
    [Fact]
    public void Frames_taken_from_any_pieces_are_the_events_of_the_stream() => Prop.ForAll(Streams.ToArbitrary(), Cuts.ToArbitrary(), (stream, cuts) =>
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var parser = new SseParser();
        parser.Append(bytes);
        var expected = new List<string>();
        while (parser.TryRead(out var next))
        {
            expected.Add($"{next.Type}|{next.Text}");
        }

        var seen = new List<string>();
        var buffer = new List<byte>();
        var at = 0;
        foreach (var cut in cuts.Append(bytes.Length))
        {
            var take = Math.Min(cut, bytes.Length - at);
            buffer.AddRange(bytes.AsSpan(at, take));
            at += take;
            while (SseFrame.LengthOf(buffer.ToArray()) is > 0 and var length)
            {
                var frame = SseFrame.Of(buffer.ToArray().AsSpan(0, length));
                if (!frame.Data.IsEmpty)
                {
                    seen.Add($"{Encoding.UTF8.GetString(frame.Type)}|{Encoding.UTF8.GetString(frame.Data)}");
                }

                buffer.RemoveRange(0, length);
            }
        }

        return seen.SequenceEqual(expected.Where(e => !e.EndsWith('|')), StringComparer.Ordinal);
    }).QuickCheckThrowOnFailure();

    // Complete events with one data line each; LF or CRLF throughout.
    private static Gen<string> Streams { get; } =
        from end in Gen.Elements("\n", "\r\n")
        from events in Gen.ListOf(
            from type in Gen.Elements("", "event: a" + end, "event:b" + end)
            from comment in Gen.Elements("", ": ping" + end, "id: 7" + end)
            from data in Gen.Elements("data: {\"x\": \"é\"}", "data:[DONE]", "data: 长", "data: ")
            select comment + type + data + end + end)
        select string.Concat(events);

    private static Gen<List<int>> Cuts { get; } = Gen.ListOf(Gen.Choose(1, 7)).Select(l => l.ToList());
}
