using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Trying;
using Gyre.Kernel;

namespace Gyre.Gateway.Tests.Routing.Trying;

public sealed class DispatchTests : IDisposable
{
    private const string TwoTargets = "{kind: pool, name: chat, targets: [{connection: openai, model: a}, {connection: backup, model: b, tier: 2}], hedge: {after: 2}, timeouts: {first_token: 10, total: 30}}";

    private readonly RouteWorkspace workspace = new(TwoTargets);
    private readonly Sender sender = new();
    private readonly CancellationTokenSource client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        workspace.Dispose();
        client.Dispose();
    }

    private Task<Dispatched<string>> RunAsync(out Attempts attempts)
    {
        workspace.Client = client.Token;
        attempts = workspace.Begin("chat", new RouteQuery { Stream = true });
        return Dispatch.RunAsync(attempts, sender, workspace.Time, client.Token).AsTask();
    }

    private int InFlight => workspace.Table.Find("chat")!.Targets.Sum(t => t.Health.InFlight);

    [Fact]
    public async Task The_first_good_answer_is_handed_over_with_its_try_still_open()
    {
        var running = RunAsync(out var attempts);
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "hello"));

        var done = await running;

        Assert.Equal(("hello", "openai/a", 1), (done.Answer, done.Attempt!.Target.Name, InFlight));
        Assert.Equal(StepKind.Done, attempts.After(done.Attempt, new Outcome(OutcomeKind.Answered)).Kind);
        Assert.Equal(0, InFlight);
        Assert.Empty(sender.Log);
    }

    [Fact]
    public async Task A_failed_try_is_accounted_for_and_followed_by_the_next()
    {
        var running = RunAsync(out _);
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.ServerError), "500"));
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "hello"));

        Assert.Equal("hello", (await running).Answer);
        Assert.Equal(["a ended ServerError", "500 abandoned"], sender.Log);
    }

    [Fact]
    public async Task The_last_error_s_answer_is_given_where_nothing_helps()
    {
        var running = RunAsync(out _);
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.ConnectFailed), null));
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.RequestRefused), "400"));

        var done = await running;

        Assert.Equal((null, "400", OutcomeKind.RequestRefused), (done.Attempt, done.Answer, done.GivenUp!.Last!.Value.Kind));
        Assert.Equal(["a ended ConnectFailed", "b ended RequestRefused"], sender.Log);
        Assert.Equal(0, InFlight);
    }

    [Fact]
    public async Task A_silent_target_gets_company_and_the_first_token_wins()
    {
        var running = RunAsync(out var attempts);
        await AdvanceAsync(2);
        await sender.SentTo("b");
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from b"));

        var done = await running;

        Assert.Equal(("from b", AttemptReason.Hedge), (done.Answer, done.Attempt!.Reason));
        await sender.Logged("a ended Lost");
        attempts.After(done.Attempt, new Outcome(OutcomeKind.Answered));
        Assert.Equal(0, InFlight);
    }

    [Fact]
    public async Task The_first_target_may_win_after_all()
    {
        var running = RunAsync(out _);
        await AdvanceAsync(2);
        await sender.SentTo("b");
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from a"));

        Assert.Equal(("from a", AttemptReason.First), ((await running).Answer, (await running).Attempt!.Reason));
        await sender.Logged("b ended Lost");
        Assert.Equal(1, InFlight);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_abandoned()
    {
        sender.IgnoresCancellation = true;
        var running = RunAsync(out _);
        await AdvanceAsync(2);
        await sender.SentTo("b");
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from b"));
        Assert.Equal("from b", (await running).Answer);

        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from a"));

        await sender.Logged("a ended Lost");
        Assert.Contains("from a abandoned", sender.Log);
    }

    [Fact]
    public async Task When_one_of_two_fails_the_other_goes_on()
    {
        var running = RunAsync(out _);
        await AdvanceAsync(2);
        await sender.SentTo("b");
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.ServerError), "500"));
        await sender.Logged("a ended ServerError");
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from b"));

        Assert.Equal("from b", (await running).Answer);
        Assert.Equal(1, InFlight);
    }

    [Fact]
    public async Task An_answer_in_time_gets_no_company()
    {
        var running = RunAsync(out _);
        await AdvanceAsync(1.9);
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from a"));

        Assert.Equal("from a", (await running).Answer);
        Assert.Equal(["a"], sender.Sent);
    }

    [Fact]
    public async Task A_target_without_a_first_token_in_time_is_left_for_another()
    {
        using var slow = new RouteWorkspace(TwoTargets.Replace("hedge: {after: 2}, ", "", StringComparison.Ordinal)) { Client = Stop };
        var running = Dispatch.RunAsync(slow.Begin("chat"), sender, slow.Time, Stop).AsTask();
        slow.Time.Advance(TimeSpan.FromSeconds(10));
        await sender.SentTo("b");
        sender["b"].SetResult(new Begun<string>(new Outcome(OutcomeKind.Answered), "from b"));

        Assert.Equal("from b", (await running).Answer);
        Assert.Equal(["a ended FirstTokenTimeout"], sender.Log);
    }

    [Fact]
    public async Task A_caller_that_goes_stops_everything_under_way()
    {
        var running = RunAsync(out _);
        await AdvanceAsync(2);
        await sender.SentTo("b");
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await sender.Logged("a ended ClientGone");
        await sender.Logged("b ended ClientGone");
        Assert.Equal(0, InFlight);
    }

    [Fact]
    public async Task A_caller_that_goes_ends_a_wait()
    {
        using var one = new RouteWorkspace("{kind: deployment, name: chat, connection: openai, model: a}") { Client = client.Token };
        var running = Dispatch.RunAsync(one.Begin("chat"), sender, one.Time, client.Token).AsTask();
        sender["a"].SetResult(new Begun<string>(new Outcome(OutcomeKind.ServerError), "500"));
        await sender.Logged("a ended ServerError");
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["a ended ServerError", "500 abandoned"], sender.Log);
    }

    [Theory]
    [InlineData(typeof(HttpRequestException), OutcomeKind.ConnectionLost)]
    [InlineData(typeof(TimeoutException), OutcomeKind.FirstTokenTimeout)]
    [InlineData(typeof(IOException), OutcomeKind.ConnectionLost)]
    [InlineData(typeof(InvalidDataException), OutcomeKind.Unreadable)]
    public async Task What_a_provider_throws_is_an_outcome(Type thrown, OutcomeKind kind)
    {
        var running = RunAsync(out _);
        sender["a"].SetException((Exception)Activator.CreateInstance(thrown)!);
        sender["b"].SetException(new ProblemException("replay-miss", "There is no recording."));

        Assert.Equal(OutcomeKind.NotPossible, (await running).GivenUp!.Last!.Value.Kind);
        Assert.Equal([$"a ended {kind}", "b ended NotPossible"], sender.Log);
    }

    [Fact]
    public async Task A_fault_of_the_program_rises_and_keeps_no_place()
    {
        var running = RunAsync(out _);
        sender["a"].SetException(new InvalidOperationException("bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Equal(0, InFlight);
    }

    // The hedge's timer is set after the first try was sent.
    private async Task AdvanceAsync(double seconds)
    {
        await sender.SentTo("a");
        workspace.Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private sealed class Sender : IAttemptSender<string>
    {
        private readonly Dictionary<string, TaskCompletionSource<Begun<string>>> answers = new()
        {
            ["a"] = new(TaskCreationOptions.RunContinuationsAsynchronously),
            ["b"] = new(TaskCreationOptions.RunContinuationsAsynchronously),
        };

        private readonly List<string> log = [];
        private readonly List<string> sent = [];
        private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IgnoresCancellation { get; set; }

        public string[] Log => Locked(() => log.ToArray());

        public string[] Sent => Locked(() => sent.ToArray());

        public TaskCompletionSource<Begun<string>> this[string model] => answers[model];

        public Task<Begun<string>> SendAsync(Attempt attempt)
        {
            Add(sent, attempt.Target.Model);
            var answer = answers[attempt.Target.Model].Task;
            return IgnoresCancellation ? answer : answer.WaitAsync(attempt.Token);
        }

        public ValueTask AbandonAsync(string answer)
        {
            Add(log, $"{answer} abandoned");
            return ValueTask.CompletedTask;
        }

        public void Ended(Attempt attempt, in Outcome outcome) => Add(log, $"{attempt.Target.Model} ended {outcome.Kind}");

        public Task SentTo(string model) => UntilAsync(() => sent.Contains(model));

        public Task Logged(string line) => UntilAsync(() => log.Contains(line));

        private async Task UntilAsync(Func<bool> happened)
        {
            while (true)
            {
                Task next;
                lock (log)
                {
                    if (happened())
                    {
                        return;
                    }

                    next = news.Task;
                }

                await next.WaitAsync(Stop);
            }
        }

        private void Add(List<string> list, string line)
        {
            lock (log)
            {
                list.Add(line);
                news.SetResult();
                news = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        private T Locked<T>(Func<T> read)
        {
            lock (log)
            {
                return read();
            }
        }
    }
}
