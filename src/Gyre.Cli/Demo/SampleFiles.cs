using System.Reflection;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Cli.Demo;

/// <summary>The sample workspace that is inside the program: <c>samples/product-support</c>.</summary>
internal static class SampleFiles
{
    private const string Prefix = "sample/";

    /// <summary>Makes the folder a copy of the sample; one that is there already keeps what was changed in it.</summary>
    /// <exception cref="ProblemException"><c>folder-in-use</c>: it holds something else; <c>folder-not-writable</c>.</exception>
    public static void CopyTo(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, GyreHome.WorkspaceFileName)))
        {
            throw new ProblemException("folder-in-use", $"'{folder}' holds something else. Choose another: gyre demo --folder NAME");
        }

        try
        {
            foreach (var name in Names())
            {
                var path = Path.Combine(folder, name[Prefix.Length..].Replace('/', Path.DirectorySeparatorChar));
                if (!File.Exists(path))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                    using var target = File.Create(path);
                    source.CopyTo(target);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("folder-not-writable", $"The sample could not be written to '{folder}': {e.Message} Choose another place: gyre demo --folder PATH"), e);
        }
    }

    private static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Select(n => n.Replace('\\', '/')).Where(n => n.StartsWith(Prefix, StringComparison.Ordinal));
}
