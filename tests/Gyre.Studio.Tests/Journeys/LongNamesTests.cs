using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Studio.Tests.Browsing;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Names of two hundred letters without a place to break them: nothing grows wider than its window, nothing that is read is cut.</summary>
public sealed class LongNamesTests(Browser browser)
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("Wallpaper_", 20));

    private static readonly (string Address, string Heading)[] Screens =
    [
        ("/", "Home"),
        ("/flows", "Flows"),
        ("/flows/flows/long/flow.dag.yaml", Long),
        ($"/flows/flows/long/flow.dag.yaml?run=long&line=0&node={Long}", Long),
        ("/runs", "Runs"),
        ("/runs/long", "long"),
        ("/runs/long?line=0&at=0", "long"),
        ("/runs/new?flow=flows/long&data=long@1", "New run"),
        ("/datasets", "Datasets"),
        ("/datasets/long", "long"),
        ("/datasets/long?view=columns", "long"),
        ("/evaluations/long", "long"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_screen_holds_names_without_end_on_a_desk_and_on_a_narrow_phone()
    {
        await using var site = await Site.StartAsync(Stop);
        await WriteAsync(site);
        await using var visit = await browser.VisitAsync(site);
        foreach (var ((address, heading), at) in Screens.Select((s, i) => (s, i)))
        {
            await visit.ResizeAsync(Look.Desktop.Width, Look.Desktop.Height);
            await visit.OpenAsync(address, heading);
            await visit.StillAsync();
            await Pictures.TryAsync(visit, $"long-{at}-desktop");
            await visit.FitsAsync();
            await visit.ReadsWellAsync();
            await visit.ResizeAsync(360, 780);
            await Pictures.TryAsync(visit, $"long-{at}-360");
            await visit.FitsAsync();
            await visit.ReadsWellAsync();
        }
    }

    private static async Task WriteAsync(Site site)
    {
        var folder = Directory.CreateDirectory(Path.Combine(site.Folder, "flows/long")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "flow.dag.yaml"), $$"""
            display_name: {{Long}}
            description: {{Long}}
            inputs:
              {{Long}}: { type: string }
            outputs:
              {{Long}}: { type: string, reference: "${{{Long}}.output}" }
            nodes:
            - name: {{Long}}
              type: prompt
              source: { type: code, path: long.jinja2 }
              inputs: { {{Long}}: "${inputs.{{Long}}}" }
            """, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "long.jinja2"), $$$"""{{ {{{Long}}} }}""", Stop);
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        using var rows = new StringContent(JsonSerializer.Serialize(new Dictionary<string, string> { ["question"] = Long, ["reference_answer"] = Long, [Long] = Long }));
        (await http.PostAsync(new Uri("api/v1/datasets?name=long&file=long.jsonl", UriKind.Relative), rows, Stop)).EnsureSuccessStatusCode();
        await site.RunAsync("long", new { name = "long", description = Long, flow = "flows/long", data = "long" }, Stop);
        using var begun = await http.PostAsJsonAsync("api/v1/evaluations", new { name = "long", description = Long, data = "long", targets = new[] { new { name = Long, prompt = "user:\n{{question}}", models = new[] { "offline/quote" } } }, evaluators = new[] { "f1_score" } }, Stop);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(Stop));
        await SiteData.EndOfAsync(site, "long", Stop);
    }
}
