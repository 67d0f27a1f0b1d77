using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>One visitor's page. What the browser's console complains of, and what shuts people out, fails the test.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<string> forgiven = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"{message.Type}: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, fault) => complaints.Enqueue($"fault: {fault}");
    }

    /// <summary>To act and look on.</summary>
    public IPage Page { get; }

    /// <summary>What the test brings about on purpose is no complaint: a refusal or an absent server is one to the browser.</summary>
    public void Forgive(params ReadOnlySpan<string> parts) => forgiven.AddRange(parts);

    /// <summary>Goes to an address of the page and waits for its heading, or for that of a drawer, which is of the second level and hides the page's.</summary>
    public async Task OpenAsync(string address, string heading, int level = 1)
    {
        await Page.GotoAsync(address);
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = level, Exact = true })).ToBeVisibleAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Grid(string name) => Page.GetByRole(AriaRole.Grid, new() { Name = name, Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog).Or(Page.GetByRole(AriaRole.Alertdialog));

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>A menu's entry of a row that has actions.</summary>
    public async Task ActAsync(string menu, string entry)
    {
        await Button(menu).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = entry }).ClickAsync();
    }

    public Task SeesAsync(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Nothing on the screen shuts anybody out, as far as a program can tell (WCAG 2.2 A and AA).</summary>
    public async Task IsAccessibleAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Browser.AxeFile!, TestContext.Current.CancellationToken));

        // A colour on its way from one to another is neither.
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.all(document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity).map(a => a.finished.catch(() => {}))))");

        // The component library's focus traps begin and end with an element that passes the focus on at once and is never seen or read.
        // Menus stand outside all landmarks while they are open, as everywhere.
        var found = await Page.EvaluateAsync<JsonElement>(
            "() => axe.run({ exclude: ['[data-tabster-dummy]'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { region: { enabled: false } } }).then(r => r.violations.map(v => v.id + ': ' + v.help + '\\n' + v.nodes.slice(0, 4).map(n => '    ' + n.html.slice(0, 300) + '\\n      ' + n.failureSummary.replaceAll('\\n', ' ')).join('\\n')))");
        Assert.True(found.GetArrayLength() == 0, string.Join('\n', found.EnumerateArray().Select(v => v.GetString())));
    }

    /// <summary>The page as a whole never scrolls sideways; tables do so in themselves.</summary>
    public async Task FitsAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than its window.");

    /// <summary>Nothing loads any more.</summary>
    public Task StillAsync() => Assertions.Expect(Page.GetByText("Loading …").Or(Page.GetByText("Drawing …"))).ToHaveCountAsync(0);

    /// <summary>At another size, as when a window is drawn wider or a phone is turned.</summary>
    public async Task ResizeAsync(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// <summary>Nothing that is read or pressed is cut off or drawn out, and no line of running text is so long that the eye loses the next one.</summary>
    public async Task ReadsWellAsync()
    {
        var found = await Page.EvaluateAsync<string[]>("""
            () => {
              const said = e => `${e.tagName} "${e.textContent.trim().slice(0, 60)}"`;
              const cut = [...document.querySelectorAll('main :is(h1, h2, h3, button, label, dt, dd, [role=tab], [role=status], .fui-Badge)')]
                .filter(e => !e.closest('[role=grid]') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && getComputedStyle(e).overflowX !== 'visible' && getComputedStyle(e).clipPath === 'none')
                .map(e => `cut: ${said(e)}`);
              const widthOf = e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().width; };
              const drawn = [...document.querySelectorAll('main .fui-Badge')].filter(e => e.clientWidth > widthOf(e) + 40).map(e => `drawn out: ${said(e)}`);
              const long = [];
              const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
              for (let node = texts.nextNode(); node; node = texts.nextNode()) {
                if (!node.parentElement.closest('[role=grid], table, pre, code, .cm-editor, svg') && getComputedStyle(node.parentElement).textOverflow !== 'ellipsis') {
                  const range = document.createRange();
                  range.selectNodeContents(node);
                  long.push(...[...range.getClientRects()].filter(r => r.width > 1000).map(() => `long line: ${said(node.parentElement)}`));
                }
              }
              return [...cut, ...drawn, ...long];
            }
            """);
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    /// <summary>The console has complained of nothing since this was last asked.</summary>
    public void NothingComplained()
    {
        var left = new List<string>();
        while (complaints.TryDequeue(out var complaint))
        {
            if (!forgiven.Exists(f => complaint.Contains(f, StringComparison.Ordinal)))
            {
                left.Add(complaint);
            }
        }

        Assert.True(left.Count == 0, string.Join('\n', left));
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        NothingComplained();
    }
}
