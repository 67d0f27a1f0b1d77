using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Flows.Python;

/// <summary>The worker's Python sources on disk: written once, in a folder named by their content, whoever comes first.</summary>
internal static class WorkerFiles
{
    private const string Prefix = "python/";
    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> Sources = new(ReadSources);
    private static readonly Lazy<string> Hash = new(HashSources);

    /// <summary>The folder that holds <c>_gyre</c> and <c>shim</c>.</summary>
    public static string Materialize(string? cacheFolder)
    {
        Exception? failure = null;
        foreach (var root in Roots(cacheFolder))
        {
            var folder = Path.Combine(root, Hash.Value);
            if (Directory.Exists(folder))
            {
                return folder;
            }

            try
            {
                Write(folder);
                return folder;
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                failure = unwritable;
            }
        }

        throw new FlowException(ErrorClasses.PythonLoadError, $"The files of the Python worker can't be written: {failure?.Message}", failure) { Kind = ErrorKind.SystemError };
    }

    private static IEnumerable<string> Roots(string? cacheFolder)
    {
        if (cacheFolder is not null)
        {
            yield return cacheFolder;
        }

        if (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local)
        {
            yield return Path.Combine(local, "gyre", "python");
        }

        yield return Path.Combine(Path.GetTempPath(), $"gyre-python-{Environment.UserName}");
    }

    private static void Write(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        var draft = Path.Combine(parent, $".{Path.GetRandomFileName()}");
        try
        {
            foreach (var (name, content) in Sources.Value)
            {
                var file = Path.Combine(draft, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, content);
            }

            // A rename is all or nothing: another process sees the whole folder or none.
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Somebody else was faster; theirs is the same.
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static List<(string, byte[])> ReadSources()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return (name[Prefix.Length..].Replace('\\', '/'), content);
        })];
    }

    private static string HashSources()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in Sources.Value)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
