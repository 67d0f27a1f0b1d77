using System.Xml.Linq;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>The NuGet packages that a C# tool names in <c>&lt;file&gt;.packages</c> (a line each: <c>Id Version</c>), found in this machine's package folder.</summary>
internal sealed class ScriptPackages
{
    private static readonly string[] Frameworks = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netcoreapp3.0", "netstandard2.1", "netstandard2.0", "netstandard1.6"];

    private readonly Dictionary<string, string> libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> done = new(StringComparer.OrdinalIgnoreCase);
    private readonly string file;
    private readonly string folder;
    private readonly Func<string, bool> isPartOfGyre;

    private ScriptPackages(string file, string folder, Func<string, bool> isPartOfGyre) => (this.file, this.folder, this.isPartOfGyre) = (file, folder, isPartOfGyre);

    /// <summary>Full paths by assembly name.</summary>
    public IReadOnlyDictionary<string, string> Libraries => libraries;

    /// <summary>Where packages are kept: <c>NUGET_PACKAGES</c> or <c>~/.nuget/packages</c>.</summary>
    public static string DefaultFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Of the file beside a script; none where there is no such file.</summary>
    /// <param name="script">Full path of the <c>.cs</c> file.</param>
    /// <param name="folder">The package folder.</param>
    /// <param name="isPartOfGyre">Whether an assembly is there already.</param>
    /// <exception cref="FlowException">ToolLoadError with the line that cannot be met.</exception>
    public static ScriptPackages Beside(string script, string folder, Func<string, bool> isPartOfGyre)
    {
        var packages = new ScriptPackages(Path.ChangeExtension(script, ".packages"), folder, isPartOfGyre);
        if (File.Exists(packages.file))
        {
            packages.Read();
        }

        return packages;
    }

    private void Read()
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words.Length != 2 || !Version.TryParse(Numbers(words[1]), out _))
            {
                throw Fault(i + 1, $"'{lines[i].Trim()}' is not a package and its version; write for instance: CsvHelper 34.0.0");
            }

            Add(words[0], words[1], exactly: true, i + 1);
        }
    }

    private void Add(string id, string version, bool exactly, int line)
    {
        if (!done.Add(id))
        {
            return;
        }

        var home = Find(id, version, exactly) ?? throw Fault(
            line,
            $"Package '{id}' {version} is not in '{folder}'. Fetch it with: dotnet package download {id}@{version}, or add it to any project and run dotnet restore.");
        foreach (var library in Directory.EnumerateFiles(LibraryFolder(id, home, line), "*.dll"))
        {
            libraries.TryAdd(Path.GetFileNameWithoutExtension(library), library);
        }

        foreach (var (dependency, wanted) in Dependencies(home))
        {
            if (!isPartOfGyre(dependency))
            {
                Add(dependency, wanted, exactly: false, line);
            }
        }
    }

    private string? Find(string id, string version, bool exactly)
    {
        var versions = Path.Combine(folder, id.ToLowerInvariant());
        var wanted = Path.Combine(versions, version.ToLowerInvariant());
        if (Directory.Exists(wanted) || exactly || !Directory.Exists(versions))
        {
            return Directory.Exists(wanted) ? wanted : null;
        }

        return Directory.GetDirectories(versions)
            .Where(v => Version.TryParse(Numbers(Path.GetFileName(v)), out var there) && there >= Version.Parse(Numbers(version)))
            .MinBy(v => Version.Parse(Numbers(Path.GetFileName(v))));
    }

    private string LibraryFolder(string id, string home, int line)
    {
        var all = Path.Combine(home, "lib");
        return Frameworks.Select(f => Path.Combine(all, f)).FirstOrDefault(Directory.Exists)
            ?? throw Fault(line, $"Package '{id}' has no library for .NET.");
    }

    private static IEnumerable<(string Id, string Version)> Dependencies(string home)
    {
        if (Directory.EnumerateFiles(home, "*.nuspec").FirstOrDefault() is not { } nuspec)
        {
            return [];
        }

        var root = XDocument.Load(nuspec).Root!;
        var space = root.Name.Namespace;
        var dependencies = root.Element(space + "metadata")?.Element(space + "dependencies");
        var groups = dependencies?.Elements(space + "group").ToList() ?? [];
        var best = Frameworks.Select(f => groups.Find(g => ShortName((string?)g.Attribute("targetFramework") ?? "") == f)).FirstOrDefault(g => g is not null)
            ?? groups.Find(g => g.Attribute("targetFramework") is null)
            ?? dependencies;
        return best?.Elements(space + "dependency").Select(d => ((string)d.Attribute("id")!, LowestOf((string?)d.Attribute("version") ?? "0.0"))) ?? [];
    }

    private static string ShortName(string framework) => framework.TrimStart('.')
        .Replace("NETStandard", "netstandard", StringComparison.Ordinal)
        .Replace("NETCoreApp", "netcoreapp", StringComparison.Ordinal);

    private static string LowestOf(string range) => range.TrimStart('[', '(').Split(',')[0].Trim().TrimEnd(']', ')');

    private static string Numbers(string version)
    {
        var numbers = version.Split('-', '+')[0];
        return numbers.Contains('.', StringComparison.Ordinal) ? numbers : numbers + ".0";
    }

    private FlowException Fault(int line, string message) => new(ErrorClasses.ToolLoadError, $"{Path.GetFileName(file)}({line}): {message}") { File = file, Line = line };
}
