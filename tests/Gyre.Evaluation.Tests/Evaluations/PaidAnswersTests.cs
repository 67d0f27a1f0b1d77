using System.Text;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Testing;
using Gyre.Wire.Json;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class PaidAnswersTests : IDisposable
{
    private static readonly Connection Somewhere = new() { Name = "somewhere", Type = "OpenAIConnection" };

    private readonly TemporaryFolder folder = new();
    private readonly CountingProviders providers = new();

    private string Journal => folder.At("run", "paid.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    public PaidAnswersTests() => Directory.CreateDirectory(folder.At("run"));

    [Fact]
    public async Task What_was_answered_before_a_stop_is_not_asked_again()
    {
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            Assert.Equal("answer 1 to a", await AskAsync(first, "a"));
        }

        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal("answer 1 to a", await AskAsync(second, "a"));
        Assert.Equal(1, providers.Asked);
    }

    [Fact]
    public async Task Each_stored_answer_is_given_once_so_that_repeated_questions_keep_their_own_answers()
    {
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            await AskAsync(first, "a");
            await AskAsync(first, "a");
        }

        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal(["answer 1 to a", "answer 2 to a", "answer 3 to a"], [await AskAsync(second, "a"), await AskAsync(second, "a"), await AskAsync(second, "a")]);
    }

    [Fact]
    public async Task A_record_that_a_kill_tore_is_dropped_and_the_journal_goes_on()
    {
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            await AskAsync(first, "a");
            await AskAsync(first, "b");
        }

        var bytes = await File.ReadAllBytesAsync(Journal, Stop);
        await File.WriteAllBytesAsync(Journal, bytes[..^20], Stop);
        await using (var second = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            Assert.Equal("answer 1 to a", await AskAsync(second, "a"));
            Assert.Equal("answer 3 to b", await AskAsync(second, "b"));
        }

        await using var third = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal(["answer 1 to a", "answer 3 to b"], [await AskAsync(third, "a"), await AskAsync(third, "b")]);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        providers.Status = 500;
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            await AskAsync(first, "a");
        }

        providers.Status = 200;
        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal("answer 2 to a", await AskAsync(second, "a"));
    }

    [Fact]
    public async Task Lines_that_ask_the_same_have_an_answer_each_before_and_after_a_stop()
    {
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            Assert.Equal("answer 1 to a", await AskAsync(first, "a", line: 1));
        }

        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal("answer 2 to a", await AskAsync(second, "a", line: 2));
        Assert.Equal("answer 1 to a", await AskAsync(second, "a", line: 1));
    }

    [Fact]
    public async Task A_call_that_is_under_way_at_a_stop_is_waited_for_and_kept()
    {
        providers.Until = new TaskCompletionSource();
        using var interrupt = new CancellationTokenSource();
        var first = new PaidAnswers(providers, Journal, TimeProvider.System);
        var call = AskAsync(first, "a", stop: interrupt.Token);
        Assert.Equal(1, first.UnderWay);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var ended = first.DisposeAsync().AsTask();
        Assert.False(ended.IsCompleted);

        providers.Until.SetResult();
        await ended;

        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal("answer 1 to a", await AskAsync(second, "a"));
        Assert.Equal(1, providers.Asked);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_back_as_they_were()
    {
        providers.Body = [(byte)'{', 0xff, 0xfe, (byte)'}'];
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            await BytesAsync(first, "a");
        }

        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal(providers.Body, await BytesAsync(second, "a"));
        Assert.Equal(1, providers.Asked);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failed_try_and_is_not_kept()
    {
        providers.Body = [];
        await using (var first = new PaidAnswers(providers, Journal, TimeProvider.System))
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => AskAsync(first, "a"));
        }

        providers.Body = null;
        await using var second = new PaidAnswers(providers, Journal, TimeProvider.System);
        Assert.Equal("answer 2 to a", await AskAsync(second, "a"));
    }

    [Fact]
    public async Task A_provider_that_lets_nothing_through_for_long_is_given_up_and_one_that_hiccups_is_not()
    {
        var time = new ManualTime();
        await using var paid = new PaidAnswers(providers, Journal, time);
        providers.Status = 503;
        for (var i = 0; i < 30; i++)
        {
            await AskAsync(paid, "a");
        }

        Assert.False(paid.Halted.IsCancellationRequested);
        time.Advance(ProviderWatch.Patience);
        await AskAsync(paid, "a");

        Assert.True(paid.Halted.IsCancellationRequested);
        Assert.Equal("The provider of connection 'somewhere' cannot be had: nothing got through for 2 minutes. It answers 503.", paid.Away);
    }

    [Fact]
    public async Task A_provider_that_asks_for_a_long_rest_is_left_alone_at_once()
    {
        await using var paid = new PaidAnswers(providers, Journal, new ManualTime());
        providers.Status = 429;
        providers.Headers["retry-after"] = "3540";

        await AskAsync(paid, "a");

        Assert.Equal("The provider of connection 'somewhere' wants to be left alone for 59 minutes (it answers 429).", paid.Away);
    }

    private static async Task<string> AskAsync(PaidAnswers paid, string question, int line = 0, CancellationToken? stop = null)
    {
        var text = Encoding.UTF8.GetString(await BytesAsync(paid, question, line, stop));
        return text.Length > 2 ? text[2..^2] : text;
    }

    private static async Task<byte[]> BytesAsync(PaidAnswers paid, string question, int line = 0, CancellationToken? stop = null)
    {
        RunningLine.Is(line);
        var request = new ModelRequest(ModelOperation.Chat, "m", new SplicedBytes(Encoding.UTF8.GetBytes(question)), Stream: false);
        using var response = await paid.For(Somewhere).SendAsync(request, stop ?? Stop);
        using var bytes = new MemoryStream();
        await response.Body.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    private sealed class CountingProviders : IModelProviders, IModelProvider
    {
        public int Asked { get; private set; }

        public int Status { get; set; } = 200;

        public byte[]? Body { get; set; }

        public Dictionary<string, string> Headers { get; } = [];

        public TaskCompletionSource? Until { get; set; }

        public IModelProvider For(Connection connection) => this;

        public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            await (Until?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            Asked++;
            return new ModelResponse(Status, Headers, new MemoryStream(Body ?? Encoding.UTF8.GetBytes($$"""["answer {{Asked}} to {{Encoding.UTF8.GetString(request.Body.ToMemory().Span)}}"]""")));
        }
    }
}
