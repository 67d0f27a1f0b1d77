using System.Globalization;
using System.Text.Json;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Page;

/// <summary>What a first visitor waits for.</summary>
public sealed class FirstLoadTests(Browser browser)
{
    private const int Most = 300 * 1024;
    private const int Loads = 9;

    [Fact]
    public void Home_is_there_after_less_than_300_kilobytes_of_compressed_script()
    {
        Assert.SkipUnless(StudioPage.IsBuilt, "The program was built without its page (Node is missing, or -p:BuildStudio=false).");
        var manifest = JsonElement.Parse(StudioFiles.All["manifest.json"].Bytes);
        var loaded = new HashSet<string>(StringComparer.Ordinal);
        Load(manifest, "index.html", loaded);
        Load(manifest, "src/features/home/Home.tsx", loaded);

        var size = loaded.Sum(file => StudioFiles.All[file].Gzip?.Length ?? StudioFiles.All[file].Bytes.Length);

        TestContext.Current.TestOutputHelper?.WriteLine($"{loaded.Count} files, {size} bytes");
        Assert.InRange(size, 50 * 1024, Most);
        Assert.DoesNotContain(loaded, file => file.Contains("Chart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_that_opens_Home_for_the_first_time_loads_no_more_script_than_that()
    {
        await using var visit = await browser.VisitAsync();
        var scripts = new List<(string Address, long Size)>();
        visit.Page.Response += (_, response) =>
        {
            if (response.Headers.GetValueOrDefault("content-type") is { } type && type.Contains("javascript", StringComparison.Ordinal))
            {
                lock (scripts)
                {
                    scripts.Add((response.Url, long.Parse(response.Headers["content-length"], CultureInfo.InvariantCulture)));
                }
            }
        };

        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("Spent today");
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        TestContext.Current.TestOutputHelper?.WriteLine($"{scripts.Count} scripts, {scripts.Sum(s => s.Size)} bytes");
        Assert.InRange(scripts.Sum(s => s.Size), 50 * 1024, Most);
    }

    /// <summary>With GYRE_MEASURE=1, and nothing else running, within a second; beside other tests it measures those too.</summary>
    [Fact]
    public async Task Home_answers_to_its_user_soon_with_nothing_in_the_cache()
    {
        var isMeasured = Environment.GetEnvironmentVariable("GYRE_MEASURE") == "1";
        var times = new List<double>();
        for (var load = 0; load < (isMeasured ? Loads : 1); load++)
        {
            await using var visit = await browser.VisitAsync();
            await visit.Page.AddInitScriptAsync("""
                new MutationObserver((_, watcher) => {
                  const there = document.querySelector('h1') && [...document.querySelectorAll('main dd')].some((d) => /\$/.test(d.textContent));
                  if (there) {
                    watcher.disconnect();
                    requestIdleCallback(() => { window.interactiveAt = performance.now(); });
                  }
                }).observe(document, { childList: true, subtree: true, characterData: true });
                """);
            await visit.Page.GotoAsync("/");
            await visit.Page.WaitForFunctionAsync("() => window.interactiveAt !== undefined");
            times.Add(await visit.Page.EvaluateAsync<double>("() => window.interactiveAt"));
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"median {times[times.Count / 2]:0} ms, from {times[0]:0} to {times[^1]:0} ms");
        Assert.InRange(times[times.Count / 2], 0, isMeasured ? 1000 : 30_000);
    }

    private static void Load(JsonElement manifest, string name, HashSet<string> loaded)
    {
        var part = manifest.GetProperty(name);
        if (loaded.Add(part.GetProperty("file").GetString()!) && part.TryGetProperty("imports", out var imports))
        {
            foreach (var import in imports.EnumerateArray())
            {
                Load(manifest, import.GetString()!, loaded);
            }
        }
    }
}
