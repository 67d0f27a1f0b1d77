using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Gyre.Studio;

/// <summary>The built page as it stands in this assembly.</summary>
internal static class StudioFiles
{
    private const string Root = "studio/";
    private const string Compressed = ".gz";

    /// <summary>By path without a slash before it; empty where the program was built without its page.</summary>
    public static FrozenDictionary<string, StudioFile> All { get; } = Read(typeof(StudioFiles).Assembly);

    private static FrozenDictionary<string, StudioFile> Read(Assembly assembly)
    {
        var bytes = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .ToDictionary(n => n[Root.Length..], n => Content(assembly, n), StringComparer.Ordinal);
        return bytes.Where(f => !f.Key.EndsWith(Compressed, StringComparison.Ordinal)).ToFrozenDictionary(
            f => f.Key,
            f => new StudioFile(f.Value, bytes.GetValueOrDefault(f.Key + Compressed), TypeOf(f.Key), $"\"{Convert.ToHexStringLower(SHA256.HashData(f.Value).AsSpan(0, 12))}\""),
            StringComparer.Ordinal);
    }

    private static byte[] Content(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
