using System.Text;
using Gyre.Evaluation.Evaluations.Execution;
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
        using (var first = new PaidAnswers(providers, Journal))
        {
            Assert.Equal("answer 1 to a", await AskAsync(first, "a"));
        }

        using var second = new PaidAnswers(providers, Journal);
        Assert.Equal("answer 1 to a", await AskAsync(second, "a"));
        Assert.Equal(1, providers.Asked);
    }

    [Fact]
    public async Task Each_stored_answer_is_given_once_so_that_repeated_questions_keep_their_own_answers()
    {
        using (var first = new PaidAnswers(providers, Journal))
        {
            await AskAsync(first, "a");
            await AskAsync(first, "a");
        }

        using var second = new PaidAnswers(providers, Journal);
        Assert.Equal(["answer 1 to a", "answer 2 to a", "answer 3 to a"], [await AskAsync(second, "a"), await AskAsync(second, "a"), await AskAsync(second, "a")]);
    }

    [Fact]
    public async Task A_record_that_a_kill_tore_is_dropped_and_the_journal_goes_on()
    {
        using (var first = new PaidAnswers(providers, Journal))
        {
            await AskAsync(first, "a");
            await AskAsync(first, "b");
        }

        var bytes = await File.ReadAllBytesAsync(Journal, Stop);
        await File.WriteAllBytesAsync(Journal, bytes[..^20], Stop);
        using (var second = new PaidAnswers(providers, Journal))
        {
            Assert.Equal("answer 1 to a", await AskAsync(second, "a"));
            Assert.Equal("answer 3 to b", await AskAsync(second, "b"));
        }

        using var third = new PaidAnswers(providers, Journal);
        Assert.Equal(["answer 1 to a", "answer 3 to b"], [await AskAsync(third, "a"), await AskAsync(third, "b")]);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        providers.Status = 500;
        using (var first = new PaidAnswers(providers, Journal))
        {
            await AskAsync(first, "a");
        }

        providers.Status = 200;
        using var second = new PaidAnswers(providers, Journal);
        Assert.Equal("answer 2 to a", await AskAsync(second, "a"));
    }

    private static async Task<string> AskAsync(PaidAnswers paid, string question)
    {
        var request = new ModelRequest(ModelOperation.Chat, "m", new SplicedBytes(Encoding.UTF8.GetBytes(question)), Stream: false);
        using var response = await paid.For(Somewhere).SendAsync(request, Stop);
        using var reader = new StreamReader(response.Body);
        return await reader.ReadToEndAsync(Stop);
    }

    private sealed class CountingProviders : IModelProviders, IModelProvider
    {
        public int Asked { get; private set; }

        public int Status { get; set; } = 200;

        public IModelProvider For(Connection connection) => this;

        public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new ModelResponse(Status, new Dictionary<string, string>(), new MemoryStream(Encoding.UTF8.GetBytes($"answer {++Asked} to {Encoding.UTF8.GetString(request.Body.ToMemory().Span)}"))));
    }
}
