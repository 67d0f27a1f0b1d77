using System.Text.Json;
using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Models.Tests.Offline;

/// <summary>The stand-in over the sample's questions: good enough to show real scores, and wrong often enough to show real failures.</summary>
public sealed class ProductSupportTests(ITestOutputHelper output)
{
    private const string Instructions =
        """
        You answer questions about household products for the support team of Tarnwick.
        Use only the context below. If the context does not hold the answer, say: I don't know.
        Answer in one or two sentences, with the numbers as they stand in the manual.

        Context:

        """;

    private sealed record Question(string Text, string Manual, string Reference, bool Answerable);

    [Fact]
    public async Task It_answers_most_questions_and_admits_most_of_what_the_manual_does_not_say()
    {
        var (answered, admitted) = await ScoreAsync(manual => Instructions + manual);
        Assert.InRange(answered, 0.7, 0.97);
        Assert.InRange(admitted, 0.6, 1);
    }

    [Fact]
    public async Task A_poorer_context_scores_visibly_worse()
    {
        var (whole, _) = await ScoreAsync(manual => Instructions + manual);
        var (half, _) = await ScoreAsync(manual => Instructions + manual[..(manual.Length / 2)]);
        Assert.True(half < whole - 0.15, $"{half:P0} with half of the manual, {whole:P0} with all of it");
    }

    [Fact]
    public async Task Other_instructions_score_visibly_differently()
    {
        var (_, admitted) = await ScoreAsync(manual => Instructions + manual);
        var (_, silent) = await ScoreAsync(manual => Instructions.Replace("say: I don't know.", "make the best of it.", StringComparison.Ordinal) + manual);
        Assert.True(silent < admitted - 0.5, $"{silent:P0} admitted without being told how, {admitted:P0} with");
    }

    private async Task<(double Answered, double Admitted)> ScoreAsync(Func<string, string> prompt)
    {
        var (answered, admitted, answerable, unanswerable) = (0, 0, 0, 0);
        foreach (var question in Questions())
        {
            var answer = await AskAsync(prompt(question.Manual), question.Text);
            if (question.Answerable)
            {
                answerable++;
                var good = Recall(answer, question.Reference) >= 0.5;
                answered += good ? 1 : 0;
                output.WriteLine($"{(good ? "ok  " : "BAD ")} {question.Text}\n       = {answer}\n       ~ {question.Reference}");
            }
            else
            {
                unanswerable++;
                admitted += answer == "I don't know." ? 1 : 0;
                output.WriteLine($"{(answer == "I don't know." ? "ok  " : "BAD ")} {question.Text} (not in the manual)\n       = {answer}");
            }
        }

        output.WriteLine($"answered {answered} of {answerable}, admitted {admitted} of {unanswerable}");
        return ((double)answered / answerable, (double)admitted / unanswerable);
    }

    private static double Recall(string answer, string reference)
    {
        var said = Words.Of(answer).ToHashSet();
        var wanted = Words.Of(reference).Distinct().ToList();
        return (double)wanted.Count(said.Contains) / wanted.Count;
    }

    private static IEnumerable<Question> Questions()
    {
        var folder = RepositoryFiles.At("samples", "product-support");
        foreach (var line in File.ReadLines(Path.Combine(folder, "questions.jsonl")).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var q = json.RootElement;
            var product = q.GetProperty("product").GetString();
            var manual = Path.Combine(folder, "manuals", product + ".md");
            if (File.Exists(manual))
            {
                yield return new Question(q.GetProperty("question").GetString()!, File.ReadAllText(manual), q.GetProperty("reference_answer").GetString()!, q.GetProperty("answerable").GetBoolean());
            }
        }
    }

    private static async Task<string> AskAsync(string system, string user)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "any", messages = new[] { new { role = "system", content = system }, new { role = "user", content = user } } });
        using var response = await new OfflineProvider().SendAsync(new ModelRequest(ModelOperation.Chat, "any", body, false), TestContext.Current.CancellationToken);
        using var answer = await JsonDocument.ParseAsync(response.Body, cancellationToken: TestContext.Current.CancellationToken);
        return answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
