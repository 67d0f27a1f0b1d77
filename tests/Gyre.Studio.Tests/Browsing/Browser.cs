using Gyre.Studio.Tests.Browsing;
using Gyre.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

// A visit waits for as long as it computes; more at once would starve the tests of other rooms, since Chromium gives itself priority.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Gyre.Studio.Tests.Browsing;

/// <summary>Chromium for all tests, and one site that tests only look at.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Variable = "GYRE_CHROMIUM";

    // The one without windows needs half the time for the same.
    private static readonly string? Chromium =
        ((string?[])[Environment.GetEnvironmentVariable(Variable), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    private static readonly string Axe = RepositoryFiles.At("studio", "node_modules", "axe-core", "axe.min.js");

    private IPlaywright? playwright;
    private IBrowser? browser;
    private Site? site;

    /// <summary>A site with three months of traffic; nobody changes it.</summary>
    public Site Sample => site!;

    /// <summary>Finds rules that the page breaks for people who read by ear or by keys; null where it is not installed.</summary>
    internal static string? AxeFile => File.Exists(Axe) ? Axe : null;

    public async ValueTask InitializeAsync()
    {
        if (Missing() is not null)
        {
            return;
        }

        site = await Site.StartAsync(CancellationToken.None);
        await SampleTraffic.WriteAsync(site.Server, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        await SampleDatasets.WriteAsync(site.Server, CancellationToken.None);

        // Tests run beside each other, and builds beside them: what is looked for comes, but not always within five seconds.
        Assertions.SetDefaultExpectTimeout(30_000);
        await SampleRuns.WriteAsync(site.Server, CancellationToken.None);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a page of a site as a new visitor.</summary>
    /// <param name="where">The site; the sample where null.</param>
    /// <param name="look">Size and colours.</param>
    public async Task<Visit> VisitAsync(Site? where = null, Look? look = null)
    {
        Assert.SkipUnless(Missing() is null, Missing() ?? "");
        var shown = look ?? Look.Desktop;
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (where ?? Sample).Server.Address.ToString(),
            ViewportSize = new ViewportSize { Width = shown.Width, Height = shown.Height },
            ColorScheme = shown.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = shown.Width < 500,
            Locale = "en-US",
            TimezoneId = "UTC",
            AcceptDownloads = true,
        });
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        return new Visit(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        if (site is not null)
        {
            await site.DisposeAsync();
        }
    }

    private static string? Missing() =>
        !StudioPage.IsBuilt ? "The program was built without its page (Node is missing, or -p:BuildStudio=false)."
        : Chromium is null ? $"There is no Chromium (Debian: apt install chromium-headless-shell; or name one with {Variable})."
        : AxeFile is null ? "axe-core is not installed: build with the page, or run npm ci in studio/."
        : null;
}

/// <summary>Of what size and colours the page is looked at.</summary>
public sealed record Look(int Width, int Height, bool Dark)
{
    public static Look Desktop { get; } = new(1280, 860, Dark: false);

    public static Look Phone { get; } = new(390, 844, Dark: false);
}
