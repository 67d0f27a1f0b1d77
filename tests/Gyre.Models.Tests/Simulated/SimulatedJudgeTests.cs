using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Models.Simulated;
using Gyre.Testing;

namespace Gyre.Models.Tests.Simulated;

public sealed class SimulatedJudgeTests
{
    private const int Pairs = 2_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.8, 0.0)]
    [InlineData(0.7, 0.25)]
    [InlineData(1.0, 1.0)]
    public async Task It_is_as_right_and_as_partial_as_it_is_told_to_be(double accuracy, double bias)
    {
        using var folder = new TemporaryFolder();
        var judge = new SimulatedProvider(new SimulationOptions { RightAnswers = Answers(folder), JudgeAccuracy = accuracy, JudgePositionBias = bias, Seed = 5 });
        var (agree, right, first) = (0, 0, 0);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (there, back) = (await AskAsync(judge, pair, swap: false), await AskAsync(judge, pair, swap: true));
            first += there == "first" ? 1 : 0;
            agree += there == back ? 0 : 1;
            right += there == "first" && back == "second" ? 1 : 0;
        }

        // Four standard errors of a share of 2,000.
        Assert.Equal(1 - bias, (double)agree / Pairs, 0.045);
        Assert.Equal(accuracy * (1 - bias), (double)right / Pairs, 0.045);
        Assert.Equal(bias + (accuracy * (1 - bias)), (double)first / Pairs, 0.045);
    }

    [Fact]
    public async Task What_it_says_is_plainly_simulated_and_the_same_every_time()
    {
        using var folder = new TemporaryFolder();
        var judge = new SimulatedProvider(new SimulationOptions { RightAnswers = Answers(folder), JudgeAccuracy = 0.5 });
        var answer = await AnswerAsync(judge, 7, swap: false);

        Assert.Equal("A simulated judgement: no model has read this.", answer.GetProperty("reason").GetString());
        Assert.Equal(answer.GetRawText(), (await AnswerAsync(judge, 7, swap: false)).GetRawText());
    }

    [Fact]
    public async Task It_does_not_guess_about_a_pair_that_it_does_not_know()
    {
        using var folder = new TemporaryFolder();
        var judge = new SimulatedProvider(new SimulationOptions { RightAnswers = Answers(folder) });
        using var response = await judge.SendAsync(Request(Pairs + 1, swap: false), Stop);

        Assert.Equal(400, response.Status);
        using var reader = new StreamReader(response.Body);
        Assert.Contains("knows no right answer for this pair", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"query\": \"x\"}", 1)]
    [InlineData("\nnot json", 2)]
    public void A_file_that_holds_no_right_answers_is_told_by_line(string text, int line)
    {
        using var folder = new TemporaryFolder();
        folder.Write("right.jsonl", text);
        var e = Assert.Throws<ProblemException>(() => RightAnswers.Read(folder.At("right.jsonl")));

        Assert.Equal(("right-answers-invalid", line), (e.Problem.Code, e.Problem.Line));
        Assert.Contains("There is no such file.", Assert.Throws<ProblemException>(() => RightAnswers.Read(folder.At("none.jsonl"))).Message, StringComparison.Ordinal);
    }

    private static RightAnswers Answers(TemporaryFolder folder)
    {
        File.WriteAllLines(folder.At("right.jsonl"), Enumerable.Range(0, Pairs).Select(i =>
            $$"""{"query": "{{RightAnswers.HashOf($"question {i}")}}", "better": "{{RightAnswers.HashOf($"good {i}")}}", "worse": "{{RightAnswers.HashOf($"bad\n{i}")}}"}"""));
        return RightAnswers.Read(folder.At("right.jsonl"));
    }

    private static async Task<string?> AskAsync(SimulatedProvider judge, int pair, bool swap) => (await AnswerAsync(judge, pair, swap)).GetProperty("better").GetString();

    private static async Task<JsonElement> AnswerAsync(SimulatedProvider judge, int pair, bool swap)
    {
        using var response = await judge.SendAsync(Request(pair, swap), Stop);
        using var body = await JsonDocument.ParseAsync(response.Body, cancellationToken: Stop);
        return JsonElement.Parse(body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
    }

    private static ModelRequest Request(int pair, bool swap)
    {
        var (good, bad) = ($"good {pair}", $"bad\n{pair}");
        var (first, second) = swap ? (bad, good) : (good, bad);
        var text = $"The query:\n<query-0a1b>\nquestion {pair}\n</query-0a1b>\n<first-0a1b>\n{first}\n</first-0a1b>\n<second-0a1b>\n{second}\n</second-0a1b>";
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "simulated-judge", messages = new[] { new { role = "system", content = "Judge." }, new { role = "user", content = text } } });
        return new ModelRequest(ModelOperation.Chat, "simulated-judge", body, Stream: false);
    }
}
