using System.Runtime.CompilerServices;

namespace Gyre.Testing;

/// <summary>Where the sources and the shared data are.</summary>
public static class RepositoryFiles
{
    /// <summary>The folder of Gyre.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path in the shared data, or null where it is absent: then <c>Assert.SkipUnless</c> and say so.</summary>
    public static string? SharedData(params string[] parts)
    {
        var path = Path.Combine([Root, "..", "shared", "data", .. parts]);
        return Path.Exists(path) ? Path.GetFullPath(path) : null;
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gyre.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"There is no Gyre.slnx above {here}.");
    }
}
