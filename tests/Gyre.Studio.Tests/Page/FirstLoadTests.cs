using System.Text.Json;

namespace Gyre.Studio.Tests.Page;

/// <summary>What a first visitor waits for.</summary>
public sealed class FirstLoadTests
{
    private const int Most = 300 * 1024;

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
