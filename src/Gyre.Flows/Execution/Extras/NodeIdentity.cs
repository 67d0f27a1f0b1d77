using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Gyre.Flows.Definitions;

namespace Gyre.Flows.Execution.Extras;

/// <summary>Tells one tool from another for the node cache: what the node says, and the text of the files it is made of.</summary>
internal static class NodeIdentity
{
    private static readonly string Engine = typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Text that changes whenever the tool could behave differently; null for sub-flows, whose own nodes are cached instead, and for prompts, which cost nothing.</summary>
    public static string? Of(FlowNode node, string folder)
    {
        // A prompt node also tells the nodes behind it which words are a user's; a stored text could not.
        if (node.Type is NodeTypes.Flow or NodeTypes.Prompt)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { Engine, node.Type, node.Source?.Type, node.Source?.Tool, node.Source?.Path, node.Connection, node.Api, node.Module, node.Tool })
        {
            Add(hash, part ?? "\0");
        }

        foreach (var file in Files(node, folder))
        {
            Add(hash, Path.GetRelativePath(folder, file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // A script may import its neighbours, so all scripts of the folder count.
    private static IEnumerable<string> Files(FlowNode node, string folder)
    {
        if (node.Source?.Path is not { } path)
        {
            return [];
        }

        var file = Path.Combine(folder, path);
        var pattern = node.Type switch
        {
            NodeTypes.Python => "*.py",
            NodeTypes.CSharp => "*.cs",
            _ => null,
        };
        IEnumerable<string> own = File.Exists(file) ? [file] : [];
        return pattern is null || !Directory.Exists(folder)
            ? own
            : own.Concat(Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = true })).Order(StringComparer.Ordinal);
    }

    private static void Add(IncrementalHash hash, string part)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(part));
        hash.AppendData("\u001f"u8);
    }
}
