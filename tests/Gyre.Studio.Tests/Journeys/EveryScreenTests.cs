using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>
/// Every screen, light and dark, on a desk and on a phone: nothing in the console, nobody shut out, nothing wider than the window.
/// With GYRE_PICTURES=1 it also writes docs/images; with a folder, pictures into that, of a narrow phone and a wall too.
/// </summary>
public abstract class EveryScreenTests(Browser browser, OneVisitor visitor)
{
    private static readonly Look Narrow = new(360, 780, Dark: false);

    private static readonly Look Wall = new(2560, 1440, Dark: false);

    private static readonly (string Name, string Address, string Heading, string Until)[] Screens =
    [
        ("home", "/", "Home", "Spent today"),
        ("tour", "/tour", "First comparison", "Add the sample data"),
        ("models", "/models?find=gpt&sort=-released", "Catalog", "gpt-4.1"),
        ("model", "/models/openai/gpt-4.1", "openai/gpt-4.1", "for 1,000 calls"),
        ("compare", "/models/compare?model=openai/gpt-4.1&model=anthropic/claude-sonnet-4-5&model=gemini/gemini-2.5-pro", "Compare models", "Side by side"),
        ("playground", "/playground", "Playground", "Nothing asked yet."),
        ("flows", "/flows", "Flows", "Chat with the handbook"),
        ("flow", "/flows/flows/support/flow.dag.yaml", "Support", "What the customer asks."),
        ("flow-files", "/flows/flows/broken/flow.dag.yaml?panel=files", "Not finished yet", "nowhere.jinja2"),
        ("flow-variants", "/flows/flows/support/flow.dag.yaml?panel=variants", "Support", "Make default"),
        ("flow-chat", "/flows/flows/chat/flow.dag.yaml", "Chat with the handbook", "Write a message."),
        ("datasets", "/datasets", "Datasets", "labelled"),
        ("dataset", "/datasets/support", "support", "Can I pay on account?"),
        ("dataset-columns", "/datasets/support?view=columns", "support", "What all 6 rows hold"),
        ("dataset-versions", "/datasets/support?view=versions", "support", "file v1.csv"),
        ("dataset-differences", "/datasets/support?view=differences", "support", "Changed: 1"),
        ("dataset-new", "/datasets/new", "New dataset", "Choose a file or paste rows"),
        ("evaluators", "/evaluators", "Evaluators", "exact_match"),
        ("evaluator", "/evaluators/groundedness", "groundedness", "What the judge is told"),
        ("calibrations", "/calibrations", "Calibrations", "calibrated"),
        ("calibration", "/calibrations/new?dataset=labelled&judge=groundedness&people=ann&people=ben&slice=language&passing=4&production=production@1&compare=1", "Hold a judge against people", "What would people say of production?"),
        ("runs", "/runs", "Runs", "shares-1"),
        ("run", "/runs/shares-1?status=failed", "shares-1", "12 of 120 lines"),
        ("line", "/runs/shares-1?line=7&at=7", "Line 7", "Parcel 7"),
        ("new-run", "/runs/new?flow=flows/shares&data=data/rows.jsonl", "New run", "120 lines of data"),
        ("evaluations", "/evaluations", "Evaluations", "whole against half"),
        ("evaluation", "/evaluations/handbook", "handbook", "is better than half"),
        ("new-evaluation", "/evaluations/new?with=f1_score&data=data/questions.jsonl", "New evaluation", "1 chosen"),
        ("comparison", "/comparisons?baseline=handbook:half&candidate=handbook:whole&slice=topic&diff=yes", "Compare", "passes now"),
        ("gate", "/gates?policy=gates/release.yaml&run=handbook:whole&against=handbook:half", "Gates", "The gate stays closed"),
        ("targets", "/targets", "Targets", "openai/gpt-4.1-mini"),
        ("calls", "/calls?from=7d", "Calls", "Answered"),
        ("usage", "/usage?from=90d", "Usage", "gpt-4.1-mini"),
        ("budgets", "/budgets", "Budgets", "search-month"),
        ("what-if", "/budgets/try?level=team&subject=search&amount=0.8&per=day", "What if there had been this budget?", "It would"),
        ("limits", "/limits", "Limits", "support-rpm"),
        ("keys", "/keys", "Keys", "No keys yet"),
        ("teams", "/teams", "Teams", "finance"),
        ("projects", "/projects", "Projects", "assistant"),
        ("cost-centers", "/cost-centers", "Cost centers", "research"),
        ("audit", "/audit", "Audit", "budget.created"),
        ("unknown", "/no/such/place", "There is no such page", "Go to Home"),
    ];

    /// <summary>Every screen in the looks of a size: one colour, both where pictures are taken.</summary>
    protected static TheoryData<string, string> In(string always, string forPictures) =>
        [.. Screens.SelectMany(s => (Pictures.AreForTheGuide ? (string[])[always, forPictures] : [always]).Select(l => (s.Name, l)))];

    private protected async Task LookAtAsync(string name, string look)
    {
        var (_, address, heading, until) = Screens.First(s => s.Name == name);
        var size = look.StartsWith("phone", StringComparison.Ordinal) ? Look.Phone : Look.Desktop;
        var visit = await visitor.InAsync(browser, size with { Dark = look.EndsWith("dark", StringComparison.Ordinal) });

        await visit.Page.SetViewportSizeAsync(size.Width, size.Height);
        await visit.OpenAsync(address, heading, level: name == "line" ? 2 : 1);
        // A calibration resamples thousands of times, beside all other tests.
        await Assertions.Expect(visit.Page.GetByText(until).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visit.StillAsync();
        if (name == "flow")
        {
            await visit.Button("Run").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("Done");
        }

        if (name == "playground")
        {
            await visit.Button("Run").First.ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "ledger" })).ToBeVisibleAsync();
        }

        await Pictures.TakeAsync(visit, $"{name}-{look}");
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();

        var other = size == Look.Phone ? Narrow : Wall;
        await visit.ResizeAsync(other.Width, other.Height);
        await Pictures.TryAsync(visit, $"{name}-{other.Width}{(look.EndsWith("dark", StringComparison.Ordinal) ? "-dark" : "")}");
        await visit.FitsAsync();
        await visit.ReadsWellAsync();
        visit.NothingComplained();
    }
}

/// <summary>Every screen on a desk, and on a wall.</summary>
public sealed class EveryScreenOnADeskTests(Browser browser, OneVisitor visitor) : EveryScreenTests(browser, visitor), IClassFixture<OneVisitor>
{
    public static TheoryData<string, string> Looks => In("desktop", "desktop-dark");

    [Theory]
    [MemberData(nameof(Looks))]
    public Task A_screen_is_whole(string name, string look) => LookAtAsync(name, look);
}

/// <summary>Every screen on a phone, and on a narrow one.</summary>
public sealed class EveryScreenOnAPhoneTests(Browser browser, OneVisitor visitor) : EveryScreenTests(browser, visitor), IClassFixture<OneVisitor>
{
    public static TheoryData<string, string> Looks => In("phone-dark", "phone");

    [Theory]
    [MemberData(nameof(Looks))]
    public Task A_screen_is_whole(string name, string look) => LookAtAsync(name, look);
}

/// <summary>Goes from screen to screen with one page for each look: what the browser has read and compiled once serves all of them.</summary>
public sealed class OneVisitor : IAsyncDisposable
{
    private readonly Dictionary<Look, Visit> visits = [];

    internal async Task<Visit> InAsync(Browser browser, Look look) =>
        visits.TryGetValue(look, out var visit) ? visit : visits[look] = await browser.VisitAsync(look: look);

    public async ValueTask DisposeAsync()
    {
        foreach (var visit in visits.Values)
        {
            await visit.DisposeAsync();
        }
    }
}
