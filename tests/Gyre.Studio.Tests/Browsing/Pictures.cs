using Gyre.Testing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>Pictures of the page, taken where <c>GYRE_PICTURES</c> asks for them: 1 for those of the guide in docs/images, or a folder of one's own.</summary>
internal static class Pictures
{
    private static readonly string? Asked = Environment.GetEnvironmentVariable("GYRE_PICTURES");

    private static readonly string? Folder = Asked switch { null or "" => null, "1" => RepositoryFiles.At("docs", "images"), var folder => Directory.CreateDirectory(folder).FullName };

    /// <summary>Whether they are those of the guide: four looks of every screen.</summary>
    public static bool AreForTheGuide => Asked == "1";

    /// <summary>What is in sight, once it stands still.</summary>
    public static async Task TakeAsync(Visit visit, string name)
    {
        if (Folder is not null)
        {
            await visit.Page.WaitForTimeoutAsync(600);
            await WriteAsync(name, await visit.Page.ScreenshotAsync());
        }
    }

    /// <summary>The same, for a folder of one's own only.</summary>
    public static Task TryAsync(Visit visit, string name) => AreForTheGuide ? Task.CompletedTask : TakeAsync(visit, name);

    /// <summary>A part of the page, without the head of the page that stays in sight above it.</summary>
    public static async Task TakeAsync(ILocator part, string name)
    {
        if (Folder is not null)
        {
            await part.Page.EvaluateAsync("() => document.querySelectorAll('header').forEach(h => { h.style.visibility = 'hidden'; })");
            await WriteAsync(name, await part.ScreenshotAsync());
        }
    }

    private static Task WriteAsync(string name, byte[] png) => File.WriteAllBytesAsync(Path.Combine(Folder!, $"{name}.png"), PalettePng.Of(png));
}
