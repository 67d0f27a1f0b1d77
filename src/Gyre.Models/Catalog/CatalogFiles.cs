using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Catalog;

/// <summary>Where catalog files are: in the program, and in a workspace's <c>models</c> folder.</summary>
public static class CatalogFiles
{
    /// <summary>The workspace's folder of model files.</summary>
    public const string FolderName = "models";

    private const string Resources = "catalog/";

    /// <summary>The built-in models with a workspace's changes and additions.</summary>
    /// <param name="workspaceFolder">The folder with <c>gyre.yaml</c>; null where there is none.</param>
    /// <exception cref="ProblemException"><c>model-invalid</c> with every fault in its message, or <c>yaml-syntax</c>.</exception>
    public static ModelCatalog Open(string? workspaceFolder)
    {
        var load = Load(workspaceFolder);
        return load.Faults.Count == 0 ? load.Catalog : throw new ProblemException(load.Faults[0] with
        {
            Message = string.Join('\n', load.Faults.Select((f, i) => i == 0 ? f.Message : f.ToString())),
        });
    }

    /// <summary>The same, with its faults instead of an exception.</summary>
    /// <returns>Where there are faults, the catalog is the built-in one.</returns>
    public static CatalogLoad Load(string? workspaceFolder)
    {
        var files = Of(workspaceFolder);
        if (files.Count == 0)
        {
            return new CatalogLoad(ModelCatalog.BuiltIn, [], []);
        }

        var reader = new CatalogReader(ModelCatalog.BuiltIn);
        foreach (var file in files)
        {
            try
            {
                reader.Read(YamlText.ReadFile(file), file, isWorkspace: true);
            }
            catch (ProblemException e)
            {
                reader.Faults.Add(e.Problem with { File = file });
            }
        }

        var catalog = reader.Finish();
        return new CatalogLoad(reader.Faults.Count == 0 ? catalog : ModelCatalog.BuiltIn, reader.Faults, reader.Warnings);
    }

    /// <summary>A workspace's model files, by name.</summary>
    public static IReadOnlyList<string> Of(string? workspaceFolder)
    {
        var folder = workspaceFolder is null ? null : Path.Combine(workspaceFolder, FolderName);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Where(IsCatalogFile).Order(StringComparer.Ordinal)]
            : [];
    }

    internal static ModelCatalog ReadBuiltIn()
    {
        var assembly = typeof(CatalogFiles).Assembly;
        var reader = new CatalogReader(new ModelCatalog([], []));
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resources, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var file = name[Resources.Length..];
            reader.Read(YamlText.Read(text.ReadToEnd(), file), file, isWorkspace: false);
        }

        var catalog = reader.Finish();
        return reader.Faults.Concat(reader.Warnings).FirstOrDefault() is { } fault ? throw new ProblemException(fault) : catalog;
    }

    // A project may keep other things in a folder of this name.
    private static bool IsCatalogFile(string file) =>
        File.ReadLines(file).Any(line => line.StartsWith("kind:", StringComparison.Ordinal) && line["kind:".Length..].Split('#')[0].Trim() == CatalogReader.FileKind);
}

/// <summary>What reading a workspace's model files gave.</summary>
/// <param name="Catalog">The built-in one where there are faults.</param>
/// <param name="Faults">All of them, with file and line.</param>
/// <param name="Warnings">Keys without effect.</param>
public sealed record CatalogLoad(ModelCatalog Catalog, IReadOnlyList<Problem> Faults, IReadOnlyList<Problem> Warnings);
