using System.IO.Compression;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

public sealed class FlowsTests(Browser browser)
{
    private const string Page = "/flows/" + SampleFlows.Support;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_is_run_its_nodes_tell_time_and_tokens_and_the_one_that_did_not_run_says_so()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/flows", "Flows");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Support" }).ClickAsync();
        await visit.SeesAsync("Flow inputs");

        await visit.Button("Run").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("Done");
        await Assertions.Expect(Node(visit, "handbook")).ToContainTextAsync("Done");
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("tokens");
        await Assertions.Expect(Node(visit, "translate")).ToContainTextAsync("Bypassed");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "answer, LLM, Done" }).ClickAsync();
        await visit.SeesAsync("What it did");
        await visit.Page.GetByText("Messages").ClickAsync();
        await visit.SeesAsync("Gyre runs on a laptop with SQLite inside");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_prompt_is_changed_saved_and_run_again_from_its_node_on()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync(Page, "Support");
        await visit.Field("language").SelectOptionAsync("de");
        await visit.Button("Run").ClickAsync();
        await Assertions.Expect(Node(visit, "translate")).ToContainTextAsync("Done");

        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "translate, LLM" }).ClickAsync();
        await TypeAsync(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of translate.jinja2" }), "# user:\nTranslate into Low German: {{text}}");
        await visit.Button("Save and run from here").ClickAsync();

        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Replayed");
        await Assertions.Expect(Node(visit, "translate")).ToContainTextAsync("Done");
        await visit.Page.GetByText("Messages").ClickAsync();
        await visit.SeesAsync("Translate into Low German");
        Assert.Contains("Low German", await File.ReadAllTextAsync(Path.Combine(site.Folder, "flows/support/translate.jinja2"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_changed_in_the_panel_change_their_lines_of_the_yaml_and_a_number_stays_one()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        var file = Path.Combine(site.Folder, SampleFlows.Support);
        var before = (await File.ReadAllTextAsync(file, Stop)).Replace("            temperature: 0\n", "            temperature: 0\n            tone: |\n              Kind,\n              and short.\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, before, Stop);
        await visit.OpenAsync(Page + "?node=translate", "Support");

        await visit.Field("Model or deployment").FillAsync("gpt-4.1");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "answer, LLM" }).ClickAsync();
        await visit.Field("temperature").FillAsync("");
        await visit.Field("temperature").PressSequentiallyAsync("1.05");
        await visit.Field("tone").FillAsync("Kind,\nand shorter.\n");
        await visit.Page.Keyboard.PressAsync("Control+s");

        await visit.SeesAsync("flow.dag.yaml saved");
        var after = await File.ReadAllTextAsync(file, Stop);
        var changed = before.Split('\n').Zip(after.Split('\n')).Where(pair => pair.First != pair.Second).ToList();
        Assert.Equal([("model: gpt-4.1-mini", "model: gpt-4.1"), ("temperature: 0", "temperature: 1.05"), ("and short.", "and shorter.")], changed.Select(pair => (pair.First.Trim(), pair.Second.Trim())));
    }

    [Fact]
    public async Task Saving_by_keys_in_an_editor_saves_once_and_whoever_types_on_is_not_told_of_a_conflict()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        var saves = 0;
        visit.Page.Request += (_, request) => saves += request.Method == "PUT" ? 1 : 0;

        // Its lines end as they do on Windows, and what is typed after a save stands behind what was typed before.
        var file = Path.Combine(site.Folder, SampleFlows.Support);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Stop)).ReplaceLineEndings("\r\n"), Stop);
        await visit.OpenAsync(Page + "?node=translate&panel=files", "Support");
        var text = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of flow.dag.yaml" });
        await Assertions.Expect(text).ToContainTextAsync("display_name: Support");
        await text.ClickAsync();
        await text.PressAsync("Control+Home");
        await visit.Page.Keyboard.InsertTextAsync("# zero\n");

        foreach (var word in (string[])["one", "two"])
        {
            await visit.Page.Keyboard.InsertTextAsync($"# {word}\n");
            await text.PressAsync("Control+s");
            await Assertions.Expect(visit.Page.GetByText("Changes not saved")).ToHaveCountAsync(0);
        }

        Assert.Equal(2, saves);
        await Assertions.Expect(visit.Page.GetByText("was changed on disk")).ToHaveCountAsync(0);
        Assert.StartsWith("# zero\r\n# one\r\n# two\r\n", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);

        // The panel's fields begin from what the editor has just saved.
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Node" }).ClickAsync();
        await visit.Field("Model or deployment").FillAsync("gpt-4.1");
        await visit.Button("Save").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Changes not saved")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Field("Model or deployment")).ToHaveValueAsync("gpt-4.1");
        await Assertions.Expect(visit.Page.GetByText("was changed on disk")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Faults_are_told_by_line_while_somebody_types_and_the_graph_of_before_stays()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync(Page + "?panel=files", "Support");
        var text = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of flow.dag.yaml" });
        await Assertions.Expect(text).ToContainTextAsync("display_name: Support");

        await TypeAsync(text, "display_name: Support\nnodes:\n- name: lonely\n  type: llm\n  source: {type: code, path: missing.jinja2}\n  api: chat\n");

        var faults = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What is wrong" });
        await Assertions.Expect(faults).ToContainTextAsync("There is no file 'missing.jinja2'");
        await Assertions.Expect(faults).ToContainTextAsync("line 5");
        await Assertions.Expect(Node(visit, "lonely")).ToBeVisibleAsync();
        await TypeAsync(text, "nodes: [");
        await Assertions.Expect(faults).ToContainTextAsync("This is not valid YAML");
        await Assertions.Expect(Node(visit, "lonely")).ToBeVisibleAsync();
        await visit.SeesAsync("this is the graph of before");
        await visit.IsAccessibleAsync();
        await visit.Button("Discard changes").ClickAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Discard changes" }).ClickAsync();
        await Assertions.Expect(Node(visit, "translate")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_changed_on_disk_meanwhile_is_not_replaced_and_what_was_typed_stays()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("412 (Precondition Failed)");
        var file = Path.Combine(site.Folder, "flows/support/translate.jinja2");
        await visit.OpenAsync(Page + "?node=translate", "Support");
        var prompt = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of translate.jinja2" });
        await TypeAsync(prompt, "# user:\nmine {{text}}");
        await File.WriteAllTextAsync(file, "# user:\ntheirs {{text}}\n", Stop);

        await visit.Button("Save").ClickAsync();

        await visit.SeesAsync("translate.jinja2 was changed on disk since you opened it.");
        await Assertions.Expect(prompt).ToContainTextAsync("mine");
        await visit.Button("Show the difference").ClickAsync();
        await visit.SeesAsync("+ mine {{text}}");
        await visit.IsAccessibleAsync();
        Assert.Contains("theirs", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        await visit.Button("Overwrite with mine").ClickAsync();
        await visit.SeesAsync("translate.jinja2 saved");
        Assert.Contains("mine", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zipped_project_is_imported_and_opened()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/flows", "Flows");

        await visit.Button("Import project").ClickAsync();
        await visit.Dialog.GetByLabel("Zip archive").SetInputFilesAsync(new FilePayload { Name = "My Project.zip", MimeType = "application/zip", Buffer = Zip() });
        await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "New folder" })).ToHaveValueAsync("flows/my-project");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Imported", Level = 1 })).ToBeVisibleAsync();
        Assert.True(File.Exists(Path.Combine(site.Folder, "flows/my-project/flow.dag.yaml")));
    }

    [Fact]
    public async Task A_variant_is_added_with_a_prompt_of_its_own_made_the_default_and_run()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync(Page + "?panel=variants", "Support");

        await visit.Button("Add variant: answer").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("kind");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await visit.Button("Make default: kind").ClickAsync();
        await visit.Button("Save").ClickAsync();
        await visit.SeesAsync("flow.dag.yaml saved");
        await visit.Button("Run this variant: quoted").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("Gyre runs on a laptop");
        Assert.Contains("default_variant_id: kind", await File.ReadAllTextAsync(Path.Combine(site.Folder, SampleFlows.Support), Stop), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(site.Folder, "flows/support/answer_kind.jinja2")));

        // From a node on it is run with what is chosen now.
        await visit.Field("Variant").SelectOptionAsync("");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "answer, LLM" }).ClickAsync();
        await visit.SeesAsync("Shown: the variant quoted");
        await visit.Button("Run from here").ClickAsync();
        await visit.SeesAsync("Shown: the default variant kind");
    }

    [Fact]
    public async Task A_line_of_a_run_is_looked_at_in_the_graph_and_run_again_from_a_node()
    {
        await using var site = await Site.StartAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "rows.jsonl"), """{"question": "Where?", "language": "de"}""", Stop);
        await site.RunAsync("german", new { name = "german", flow = "flows/support", data = "rows.jsonl", column_mapping = new { question = "${data.question}", language = "${data.language}" } }, Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/flows/flows/support?run=german&line=0", "Support");

        await visit.SeesAsync("Line 0 of run german");
        await Assertions.Expect(Node(visit, "translate")).ToContainTextAsync("Done");
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("tokens");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "translate, LLM" }).ClickAsync();
        await visit.SeesAsync("What it did");
        await visit.IsAccessibleAsync();
        await visit.Button("Run from here").ClickAsync();
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Replayed");
        await Assertions.Expect(Node(visit, "translate")).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task A_line_of_a_run_with_a_variant_is_drawn_and_run_again_with_that_variant()
    {
        await using var site = await Site.StartAsync(Stop);
        await site.RunAsync("quoted", new { name = "quoted", flow = "flows/support", data = "data/questions.jsonl", variant = "${answer.quoted}", column_mapping = new { question = "${data.question}" } }, Stop);
        await using var visit = await browser.VisitAsync(site);

        await visit.OpenAsync("/flows/flows/support?run=quoted&line=0&node=answer", "Support");
        await visit.SeesAsync("It ran with the variant ${answer.quoted}");
        await visit.SeesAsync("Shown: the variant quoted");
        await Assertions.Expect(visit.Field("Model or deployment")).ToHaveValueAsync("offline/quote");
        await visit.IsAccessibleAsync();

        await visit.Button("Run from here").ClickAsync();
        await Assertions.Expect(Node(visit, "handbook")).ToContainTextAsync("Replayed");
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Done");
        await visit.SeesAsync("Shown: the variant quoted");
        await visit.Page.GetByText("Messages").ClickAsync();
        await visit.SeesAsync("offline/quote");
    }

    [Fact]
    public async Task Pictures_of_a_line_are_seen_and_sent_again_when_it_is_run_from_a_node()
    {
        await using var site = await Site.StartAsync(Stop);
        SampleFlows.WritePictures(site.Folder);
        await site.RunAsync("labels", new { name = "labels", flow = "flows/label", data = "data/pictures.jsonl", column_mapping = new { picture = "${data.picture}" } }, Stop);
        await using var visit = await browser.VisitAsync(site);

        await visit.OpenAsync("/runs/labels", "labels");
        await visit.Grid("Lines").GetByText("Picture", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Picture of picture" }).First).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "See it on the flow's graph" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "look, Prompt, Done" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Image of picture" })).ToBeVisibleAsync();
        await visit.Button("Run from here").ClickAsync();
        await Assertions.Expect(Node(visit, "look")).ToContainTextAsync("Done");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Image of picture" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("LoadMultimediaDataError")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_chat_flow_is_talked_to_and_remembers()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/flows/flows/chat/flow.dag.yaml", "Chat with the handbook");

        await visit.Field("Message").FillAsync("Hello there");
        await visit.Page.Keyboard.PressAsync("Enter");
        var talk = visit.Page.GetByRole(AriaRole.Log, new() { Name = "Conversation" });
        await Assertions.Expect(talk).ToContainTextAsync("simulated");
        await Assertions.Expect(visit.Button("Send")).ToBeVisibleAsync();
        await visit.Field("Message").FillAsync("And again");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(talk.GetByText("And again")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Send")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "reply, LLM, Done" }).ClickAsync();
        await visit.Page.GetByText("Messages").ClickAsync();
        await visit.SeesAsync("Hello there");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_test_that_is_stopped_or_cut_says_so_and_the_inputs_stay()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        await visit.OpenAsync(Page + "?connection=slow", "Support");
        await visit.Field("question").FillAsync("Is anybody there?");
        await visit.Button("Run").ClickAsync();
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Running");

        await visit.Button("Stop").ClickAsync();
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Stopped");
        await visit.Button("Run again").ClickAsync();
        await Assertions.Expect(Node(visit, "answer")).ToContainTextAsync("Running");
        await site.StopAsync();

        await visit.SeesAsync("The answer was cut before its end");
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Is anybody there?");
    }

    private static ILocator Node(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Group, new() { Name = name + ", " });

    // As somebody does who marks everything and types over it.
    private static async Task TypeAsync(ILocator editor, string text)
    {
        await editor.ClickAsync();
        await editor.PressAsync("Control+a");
        await editor.Page.Keyboard.InsertTextAsync(text);
    }

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add("project/flow.dag.yaml", "display_name: Imported\nnodes:\n- name: hello\n  type: prompt\n  source: {type: code, path: hello.jinja2}\n");
            Add("project/hello.jinja2", "Hello");
            void Add(string name, string text)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
