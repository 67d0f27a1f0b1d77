using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Gyre.Server;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>Data of a support team: what customers ask in three versions, answers that a judge and two people scored, and some that only the judge has seen.</summary>
internal static class SampleDatasets
{
    /// <summary>Questions as they were first sent.</summary>
    public const string First = """
        id,question,topic,orders
        1,Where is my parcel?,parcel,3
        2,Can I pay by invoice?,payment,1
        3,Do you ship to Norway?,parcel,
        4,"How do I send it back? It came on Monday, was unpacked by my neighbour, and is too small. The label that was in the box has been thrown away.",returns,2
        5,where is my parcel,parcel,3
        6,Which cards do you take?,payment,12
        """;

    private const string Second = """
        id,question,topic,orders
        1,Where is my parcel?,parcel,3
        2,Can I pay on account?,payment,1
        3,Do you ship to Norway?,parcel,
        4,"How do I send it back? It came on Monday, was unpacked by my neighbour, and is too small. The label that was in the box has been thrown away.",returns,2
        6,Which cards do you take?,payment,12
        7,Is the invoice in the parcel?,payment,5
        """;

    private static readonly string[] Questions = ["Where is my parcel?", "Can I pay on account?", "Do you ship to Norway?", "How do I send it back?", "Which cards do you take?", "Is the invoice in the parcel?"];
    private static readonly string[] Answers = ["It left us yesterday and is with the carrier.", "Yes, after your second order.", "We ship to all of Scandinavia.", "Print a new label in your account.", "All of the usual ones.", "It comes by mail."];

    /// <summary>Writes it into a server's workspace.</summary>
    public static async Task WriteAsync(GyreServer server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        await SendAsync(http, "datasets?name=support&file=v1.csv&key=id&description=What+customers+ask", First, cancellationToken);
        await SendAsync(http, "datasets/support/versions?file=v2.csv", Second, cancellationToken);
        await SendAsync(http, "datasets?name=labelled&file=labelled.jsonl&description=Answers+that+a+judge+and+two+people+scored", Labelled(120, seed: 11, isLabelled: true), cancellationToken);
        await SendAsync(http, "datasets?name=production&file=production.jsonl&description=Answers+that+only+the+judge+has+seen", Labelled(900, seed: 12, isLabelled: false), cancellationToken);
        using var version = await http.GetAsync(new Uri("api/v1/evaluators/groundedness", UriKind.Relative), cancellationToken);
        var groundedness = (await version.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(cancellationToken)).GetProperty("evaluator").GetProperty("version").GetString();
        using var calibrated = await http.PostAsJsonAsync(
            "api/v1/calibrations", new { labels = new { dataset = "labelled" }, judge = "groundedness", people = new[] { "ann", "ben" }, version = groundedness, judge_model = "openai/gpt-4.1-mini", record = true }, cancellationToken);
        calibrated.EnsureSuccessStatusCode();
    }

    /// <summary>Scores of a judge that is a little too kind, and of people who agree a little better.</summary>
    public static string Labelled(int lines, int seed, bool isLabelled)
    {
        var (text, random) = (new StringBuilder(), new Random(seed));
        for (var i = 0; i < lines; i++)
        {
            var truth = random.Next(1, 6);
            int Near(int kinder, int often) => Math.Clamp(truth + (random.Next(10) < often ? random.Next(-1, 2) + kinder : 0), 1, 5);
            var at = random.Next(Questions.Length);
            text.Append(CultureInfo.InvariantCulture, $$"""{"question": "{{Questions[at]}}", "answer": "{{Answers[random.Next(10) < 8 ? at : random.Next(Answers.Length)]}}", "language": "{{(i % 3 == 0 ? "German" : "English")}}", "groundedness": {{Near(i % 3 == 0 ? 1 : 0, 6)}}{{(isLabelled ? string.Create(CultureInfo.InvariantCulture, $", \"ann\": {Near(0, 4)}, \"ben\": {Near(0, 4)}") : "")}}}""").Append('\n');
        }

        return text.ToString();
    }

    private static async Task SendAsync(HttpClient http, string path, string rows, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(rows));
        using var answer = await http.PostAsync(new Uri($"api/v1/{path}", UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
