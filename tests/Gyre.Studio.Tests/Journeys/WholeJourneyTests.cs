using System.IO.Compression;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>What a team does with a change: import a flow, run it, score it, gate it, change the prompt, and see whether that was better.</summary>
public sealed class WholeJourneyTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_an_imported_flow_to_a_prompt_that_is_better_and_passes_the_gate()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Page.SetDefaultTimeout(30_000);
        await visit.OpenAsync("/flows", "Flows");
        await visit.Button("Import project").ClickAsync();
        await visit.Dialog.GetByLabel("Zip archive").SetInputFilesAsync(new FilePayload { Name = "Handbook.zip", MimeType = "application/zip", Buffer = Zip() });
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Handbook", Level = 1 })).ToBeVisibleAsync();

        await RunAsync(visit, "before");
        await ScoreAsync(visit, "before");
        await GateAsync(visit, "before", "The gate stays closed");
        await visit.SeesAsync("f1_score mean");

        await visit.OpenAsync("/flows/flows/handbook/flow.dag.yaml?panel=files&file=flows/handbook/answer.jinja2", "Handbook");
        var prompt = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of answer.jinja2" });
        await Assertions.Expect(prompt).ToContainTextAsync("kettle");
        await prompt.ClickAsync();
        await prompt.PressAsync("Control+a");
        await visit.Page.Keyboard.InsertTextAsync(SampleRuns.Prompt(6));
        await visit.Button("Save").ClickAsync();
        await visit.SeesAsync("answer.jinja2 saved");
        await RunAsync(visit, "after");
        await ScoreAsync(visit, "after");

        await visit.OpenAsync("/comparisons?baseline=before&candidate=after", "Compare");
        await visit.SeesAsync("after against before: better in f1_score");
        await visit.SeesAsync("with 95 % confidence over 48 lines");
        await visit.SeesAsync("passes now");
        await GateAsync(visit, "after", "The gate opens");
        await visit.IsAccessibleAsync();
    }

    private static async Task RunAsync(Visit visit, string name)
    {
        await visit.OpenAsync("/flows/flows/handbook/flow.dag.yaml", "Handbook");
        await visit.Button("Run on data …").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Data", Exact = true }).FillAsync("data/questions.jsonl");
        await visit.Field("Name").FillAsync(name);
        await Assertions.Expect(visit.Field("question: Comes from")).ToHaveValueAsync("${data.question}");
        await visit.Button("Start run").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
        await visit.SeesAsync("Completed");
    }

    private static async Task ScoreAsync(Visit visit, string run)
    {
        await visit.Button("Evaluate it").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Data", Exact = true }).FillAsync("data/questions.jsonl");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "f1_score", Exact = true }).CheckAsync();
        await visit.Field("Name").FillAsync($"score-{run}");
        await visit.Button("Start evaluation").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"score-{run}", Level = 1 })).ToBeVisibleAsync();
        await visit.SeesAsync("48 of 48");
        await Assertions.Expect(visit.Button("Delete")).ToBeVisibleAsync();
    }

    private static async Task GateAsync(Visit visit, string run, string verdict)
    {
        await visit.OpenAsync("/gates?policy=-", "Gates");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Policy, YAML" }).FillAsync("kind: gate\nrules:\n  - metric: f1_score\n    mean: { at_least: 0.8 }\n");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "What is judged" }).FillAsync(run);
        await visit.Button("Judge").ClickAsync();
        await visit.SeesAsync(verdict);
    }

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add("handbook/flow.dag.yaml", """
                display_name: Handbook
                inputs:
                  question: {type: string}
                outputs:
                  answer: {type: string, reference: '${answer.output}'}
                nodes:
                - name: answer
                  type: llm
                  source: {type: code, path: answer.jinja2}
                  inputs: {model: offline/quote, question: '${inputs.question}'}
                  connection: offline
                  api: chat
                """);
            Add("handbook/answer.jinja2", SampleRuns.Prompt(3));
            void Add(string name, string text)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
