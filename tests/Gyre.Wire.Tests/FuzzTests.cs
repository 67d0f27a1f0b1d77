using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Wire.Anthropic;
using Gyre.Wire.Http;
using Gyre.Wire.Json;
using Gyre.Wire.Sse;

namespace Gyre.Wire.Tests;

/// <summary>
/// What comes from outside may be anything: no input makes an exception escape or takes long. A slice runs always; GYRE_FUZZ is the number of
/// inputs for each parser (10000000 for a night), GYRE_FUZZ_SEED the seed.
/// </summary>
public sealed class FuzzTests
{
    private const int Usual = 20_000;

    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("GYRE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : Usual;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("GYRE_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20261121;

    private static readonly string[] Streams =
    [
        "data: {\"choices\":[{\"delta\":{\"content\":\"é😀\"}}]}\r\n\r\ndata: [DONE]\n\n",
        "event: message_start\ndata: {\"type\":\"message_start\"}\n\n: ping\n\nid: 7\nretry: 10\ndata: a\ndata: b\n\n",
        "\uFEFFdata:x\r\rdata\n\n\n",
    ];

    private static readonly string[] Requests =
    [
        """{"model":"gpt","messages":[{"role":"user","content":[{"type":"text","text":"hi \u00e9 \ud83d\ude00"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]}],"stream":true,"stream_options":{"include_usage":false},"max_tokens":5,"tools":[{}],"n":2,"metadata":{"user_id":"u"}}""",
        """{"contents":[{"parts":[{"inlineData":{"data":"x"}}]}],"generationConfig":{"maxOutputTokens":1e3,"candidateCount":-1}}""",
        "{ \"m\\u006fdel\" : \"x\" , \"options\" : { \"num_predict\" : -2 } }",
        "{}",
    ];

    private static readonly string[] Waits =
    [
        "7", "1.5", "1m30.5s", "20ms", "6m0s", "Sat, 21 Nov 2026 10:00:30 GMT", "Saturday, 21-Nov-26 10:00:30 GMT", "Sat Nov 21 10:00:30 2026",
        "2026-11-21T10:00:30.5+01:00", "1795255230000", "5, 10", "99999999999999999999s", "1e308", "{\"retryDelay\": \"34.07s\"}", "-0", "∞",
    ];

    [Fact]
    public void Any_bytes_are_events_or_nothing() => Run(Streams, (input, chance) =>
    {
        var parser = new SseParser();
        var events = 0;
        for (var from = 0; from < input.Length;)
        {
            var step = Math.Min(input.Length - from, chance.Next(1, 17));
            parser.Append(input.AsSpan(from, step));
            from += step;
            while (parser.TryRead(out var next))
            {
                events += next.Data.Length <= input.Length ? 1 : throw new InvalidDataException("An event is longer than the input.");
            }
        }

        parser.Complete();
        while (parser.TryRead(out _))
        {
            events++;
        }

        Assert.True(events <= input.Length);
    });

    [Fact]
    public void Any_bytes_have_a_length_as_a_frame() => Run(Streams, (input, _) =>
    {
        var length = SseFrame.LengthOf(input);
        Assert.InRange(length, 0, input.Length);
        var frame = SseFrame.Of(input.AsSpan(0, length));
        Assert.Equal(length, frame.Raw.Length);
    });

    [Fact]
    public void Any_request_has_a_form_or_none_and_marks_leave_it_json() => Run([.. Requests, """{"system":"a","messages":[{"role":"user","content":[{"type":"text","text":"\ud83d"}]}],"tools":[{"name":"\u0061"}]}"""], (input, _) =>
    {
        if (JsonPeek.At(input).Fault is not null)
        {
            return;
        }

        JsonSaying.TryWrite(input, FrozenSet.Create("model"), FrozenSet.Create("n"), new ArrayBufferWriter<byte>());
        var marked = JsonSplice.Apply(input, [.. CacheControl.Edits(input)]).ToMemory();
        Assert.Null(JsonPeek.At(marked.Span).Fault);
    });

    [Fact]
    public void Any_bytes_are_a_request_or_a_fault_and_a_splice_stays_json() => Run(Requests, (input, _) =>
    {
        var peek = JsonPeek.At(input);
        if (peek.Fault is not null)
        {
            return;
        }

        foreach (var range in (ReadOnlySpan<JsonRange>)[peek.Model, peek.Stream, peek.StreamOptions, peek.IncludeUsage, peek.MaxTokens, peek.ServiceTier, peek.User, peek.PreviousResponse, peek.Tools])
        {
            Assert.InRange(range.End, 0, input.Length);
            Assert.True(range.TextIn(input) is null || range.IsThere);
        }

        var edits = new List<JsonEdit>();
        if (peek.Model.IsThere)
        {
            edits.Add(JsonSplice.Replace(peek.Model, "other"));
        }

        if (JsonSplice.AskForUsage(peek, input) is { } usage)
        {
            edits.Add(usage);
        }

        var spliced = JsonSplice.Apply(input, edits.ToArray()).ToMemory();
        var again = JsonPeek.At(spliced.Span);
        Assert.Null(again.Fault);
        Assert.True(again.WantsUsage);
        Assert.Equal(peek.Model.IsThere ? "other" : null, again.Model.TextIn(spliced.Span));
    });

    [Fact]
    public void What_is_peeked_as_json_is_json() => Run(Requests, (input, _) =>
    {
        if (JsonPeek.At(input).Fault is null)
        {
            var reader = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
            }
        }
    });

    [Fact]
    public void Any_text_is_a_wait_or_none() => Run(Waits, (input, _) =>
    {
        var text = Encoding.UTF8.GetString(input);
        var now = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        foreach (var name in (ReadOnlySpan<string>)["retry-after", "retry-after-ms", "x-ratelimit-reset-requests"])
        {
            Within(RetryAfterHeaders.Read(new Dictionary<string, string> { [name] = text }, now));
        }

        Within(RetryAfterHeaders.ReadBody(input));

        static void Within(TimeSpan? wait) => Assert.True(wait is null || (wait >= TimeSpan.Zero && wait <= RetryAfterHeaders.Longest));
    });

    private static void Run(string[] seeds, Action<byte[], Random> check)
    {
        var originals = seeds.Select(Encoding.UTF8.GetBytes).ToArray();
        Parallel.For(0, Inputs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, number =>
        {
            var chance = new Random(unchecked((Seed * 397) ^ number));
            var input = number % 8 == 0 ? Noise(chance) : Mutated(originals[chance.Next(originals.Length)], originals, chance);
            try
            {
                check(input, chance);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Input {number} of seed {Seed}, in base64: {Convert.ToBase64String(input)}", e);
            }
        });
    }

    private static byte[] Noise(Random chance)
    {
        var bytes = new byte[chance.Next(200)];
        chance.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutated(byte[] original, byte[][] all, Random chance)
    {
        var bytes = original.ToList();
        for (var change = chance.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = chance.Next(bytes.Count);
            var other = all[chance.Next(all.Length)];
            switch (chance.Next(7))
            {
                case 0:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << chance.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, "{}[]\",:\\0 \n\r-.eE"u8[chance.Next(16)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, chance.Next(1, Math.Min(bytes.Count - at, 20) + 1));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.Skip(at).Take(chance.Next(1, 30)).ToArray());
                    break;
                default:
                    bytes.InsertRange(at, other.Skip(chance.Next(other.Length)).Take(30));
                    break;
            }
        }

        return [.. bytes];
    }
}
