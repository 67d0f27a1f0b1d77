using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Models.Dialects;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Dialects;

/// <summary>
/// What every dialect must do. A dialect inherits this and says what it can carry: the rest of a call must have been
/// left out by a rule of its documentation, or refused by name, never garbled.
/// </summary>
public abstract class ChatDialectConformance
{
    private static readonly AnswerStamp Stamp = new("0a1b2c", DateTimeOffset.FromUnixTimeSeconds(1_790_000_000));

    /// <summary>The dialect under test.</summary>
    protected abstract IChatDialect Dialect { get; }

    /// <summary>What is left of a call after it was written for a provider and read as a client's.</summary>
    protected abstract ChatCall Carried(ChatCall call);

    /// <summary>Whether a call can be carried at all; else it must be refused.</summary>
    protected virtual bool IsCarried(ChatCall call) => true;

    /// <summary>What is left of an answer after it was written for a client and read as a provider's.</summary>
    protected abstract ChatAnswer Carried(ChatAnswer answer);

    /// <summary>What is left of an answer that was streamed. Empty blocks may vanish and numbers may be told more often.</summary>
    protected virtual ChatAnswer CarriedStreamed(ChatAnswer answer) => Carried(answer);

    /// <summary>The error envelopes of the dialect keep these kinds apart.</summary>
    protected virtual IEnumerable<ErrorKind> Kinds => [ErrorKind.InvalidRequest, ErrorKind.Authentication, ErrorKind.Permission, ErrorKind.NotFound, ErrorKind.RateLimited, ErrorKind.Server, ErrorKind.Overloaded, ErrorKind.ContextLength];

    [Fact]
    public void A_call_comes_back_as_far_as_the_dialect_carries_it() => Holds(Neutral.Calls, call =>
    {
        if (!IsCarried(call))
        {
            Assert.Equal("not-carried", Assert.Throws<Kernel.ProblemException>(() => Dialect.WriteCall(call, ModelTraits.Current, new ArrayBufferWriter<byte>())).Problem.Code);
            return;
        }

        var target = new CallTarget(call.Model, call.Stream);
        Same(Carried(call), Dialect.ReadCall(Bytes(to => Dialect.WriteCall(call, ModelTraits.Current, to)), target));
    });

    [Fact]
    public void A_call_that_was_carried_once_is_carried_whole() => Holds(Neutral.Calls.Where(IsCarried), call =>
    {
        var target = new CallTarget(call.Model, call.Stream);
        var once = Dialect.ReadCall(Bytes(to => Dialect.WriteCall(call, ModelTraits.Current, to)), target);
        Same(once, Dialect.ReadCall(Bytes(to => Dialect.WriteCall(once, ModelTraits.Current, to)), target));
    });

    [Fact]
    public void An_answer_comes_back_as_far_as_the_dialect_carries_it() => Holds(Neutral.Answers, answer =>
        Same(Nameless(Carried(answer)), Nameless(Dialect.ReadAnswer(Bytes(to => Dialect.WriteAnswer(answer, Asked(false), Stamp, to))))));

    [Fact]
    public void A_stream_gives_the_answer_however_its_bytes_are_cut() => Holds(
        from answer in Neutral.Answers from seed in Gen.Choose(0, int.MaxValue) select (answer, seed),
        given =>
        {
            var whole = Assembled(Events(Stream(AnswerEvents.Of(given.answer)), new Random(given.seed)));
            Assert.True(whole.Ended);
            Same(Nameless(CarriedStreamed(given.answer)), Nameless(whole.Answer));
        });

    [Fact]
    public void Events_do_not_depend_on_where_the_bytes_are_cut() => Holds(
        from answer in Neutral.Answers from seed in Gen.Choose(0, int.MaxValue) select (answer, seed),
        given =>
        {
            var bytes = Stream(AnswerEvents.Of(given.answer).SelectMany(Letters));
            Assert.Equal(Shown.Of(Events(bytes, null)), Shown.Of(Events(bytes, new Random(given.seed))));
        });

    [Fact]
    public void Letters_one_by_one_give_the_same_answer() => Holds(Neutral.Answers, answer =>
        Same(Nameless(CarriedStreamed(answer)), Nameless(Assembled(Events(Stream(AnswerEvents.Of(answer).SelectMany(Letters)), null)).Answer)));

    [Fact]
    public void A_stream_that_is_cut_is_an_error() => Holds(
        from answer in Neutral.Answers from at in Gen.Choose(1, 1000) select (answer, at),
        given =>
        {
            // Everything up to the finish: whatever comes later may be the end mark alone.
            var bytes = Stream(AnswerEvents.Of(given.answer).TakeWhile(e => e is not AnswerFinished));
            bytes = bytes[..(bytes.Length * given.at / 1000)];
            Assert.IsType<AnswerFailed>(Events(bytes, null)[^1]);
        });

    [Fact]
    public void Calls_whose_arguments_interleave_are_kept_apart()
    {
        var whole = Assembled(Events(Stream(
            [
                new AnswerStarted("x", "m"),
                new ToolCallStarted(0, "c0", "weather"),
                new ToolCallStarted(1, "c1", "weather"),
                new ToolCallDelta(0, "{\"city\":"),
                new ToolCallDelta(1, "{\"city\":\"Rome\""),
                new ToolCallDelta(0, "\"Paris\"}"),
                new ToolCallDelta(1, "}"),
                new AnswerFinished(FinishReason.ToolCalls),
                AnswerEnded.Instance,
            ]), null));
        Assert.Equal(["{\"city\":\"Paris\"}", "{\"city\":\"Rome\"}"], whole.Answer.Parts.Cast<ToolCallPart>().Select(c => c.Arguments));
    }

    [Fact]
    public void An_error_inside_a_stream_reaches_the_client_and_ends_it()
    {
        var error = new ProviderError(ErrorKind.Overloaded, 503, "Busy, come back.");
        var bytes = Stream([new AnswerStarted("x", "m"), new TextDelta("Hal"), new AnswerFailed(error)]);
        var events = Events(bytes, null);
        var failed = Assert.IsType<AnswerFailed>(events[^1]);
        Assert.Equal("Busy, come back.", failed.Error.Message);
        Assert.Equal(ErrorKind.Overloaded, failed.Error.Kind);
        Assert.DoesNotContain("[DONE]", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_keeps_its_kind_and_words() => Assert.All(Kinds, kind =>
    {
        var error = new ProviderError(kind, ProviderError.StatusOf(kind), "No \"good\".") { Code = kind == ErrorKind.ContextLength ? "context_length_exceeded" : null };
        var read = Dialect.ReadError(error.Status, Bytes(to => Dialect.WriteError(error, to)));
        Assert.Equal((kind, error.Status), (read.Kind, read.Status));
        Assert.EndsWith("No \"good\".", read.Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("")]
    [InlineData("Bad Gateway")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"error\":7}")]
    [InlineData("null")]
    public void Any_error_body_is_an_error(string body)
    {
        var read = Dialect.ReadError(502, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal((ErrorKind.Server, 502), (read.Kind, read.Status));
        Assert.NotEmpty(read.Message);
    }

    [Fact]
    public void A_request_that_is_not_json_is_told() => Assert.Equal("invalid-request", Assert.Throws<Kernel.ProblemException>(() => Dialect.ReadCall("{"u8)).Problem.Code);

    /// <summary>A whole body.</summary>
    protected static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan.ToArray();
    }

    /// <summary>The events as this dialect's clients get them.</summary>
    protected byte[] Stream(IEnumerable<ChatStreamEvent> events)
    {
        var writer = Dialect.OpenWriter(Asked(true), Stamp);
        return Bytes(to =>
        {
            foreach (var next in events)
            {
                writer.Write(next, to);
            }
        });
    }

    /// <summary>The events in a body, its bytes cut at random where there is chance.</summary>
    protected List<ChatStreamEvent> Events(ReadOnlySpan<byte> bytes, Random? chance)
    {
        var (reader, events) = (Dialect.OpenReader(), new List<ChatStreamEvent>());
        while (!bytes.IsEmpty)
        {
            var step = chance is null ? bytes.Length : Math.Min(bytes.Length, chance.Next(1, 40));
            reader.Read(bytes[..step], events);
            bytes = bytes[step..];
        }

        reader.Complete(events);
        return events;
    }

    protected static AnswerAssembler Assembled(IEnumerable<ChatStreamEvent> events)
    {
        var assembler = new AnswerAssembler();
        foreach (var next in events)
        {
            assembler.Add(next);
        }

        return assembler;
    }

    private static ChatCall Asked(bool stream) => new() { Model = "m", Stream = stream, IncludeUsage = stream };

    /// <summary>Turns of one role that follow each other as one.</summary>
    protected static IReadOnlyList<Turn> Joined(IEnumerable<Turn> turns)
    {
        var joined = new List<Turn>();
        foreach (var turn in turns)
        {
            if (joined.Count > 0 && joined[^1].Role == turn.Role)
            {
                joined[^1] = joined[^1] with { Parts = [.. joined[^1].Parts, .. turn.Parts] };
            }
            else
            {
                joined.Add(turn);
            }
        }

        return joined;
    }

    /// <summary>The usage where one side does not tell zero from nothing.</summary>
    protected static TokenUsage? Usage(TokenUsage? usage, Func<TokenUsage, TokenUsage> change) => usage is null ? null : change(usage);

    // Ids are made anew for the client; the rest must be equal.
    private static ChatAnswer Nameless(ChatAnswer answer) => answer with { Id = "" };

    private static IEnumerable<ChatStreamEvent> Letters(ChatStreamEvent whole) => whole switch
    {
        TextDelta delta => Runes(delta.Text).Select(t => new TextDelta(t)),
        ThinkingDelta delta => Runes(delta.Text).Select(t => new ThinkingDelta(t)),
        ToolCallDelta delta => Runes(delta.Arguments).Select(t => new ToolCallDelta(delta.Index, t)),
        _ => [whole],
    };

    private static IEnumerable<string> Runes(string text) => text.EnumerateRunes().Select(r => r.ToString());

    private static void Same(object expected, object actual) => Assert.Equal(Shown.Of(expected), Shown.Of(actual));

    private static void Holds<T>(Gen<T> given, Action<T> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(given.ToArbitrary(), check));
}
