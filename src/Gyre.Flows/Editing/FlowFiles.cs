using System.Text;
using Gyre.Flows.Definitions;
using Gyre.Flows.Validation;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Editing;

/// <summary>The flows of a workspace and the files they are made of: found, read and written, never outside the workspace.</summary>
/// <param name="folder">Full path of the workspace.</param>
/// <param name="texts">Writes its texts.</param>
internal sealed class FlowFiles(string folder, TextFiles texts)
{
    private const int LargestText = 1024 * 1024;
    private const int MostFiles = 500;
    private const int MostDepth = 12;

    private static readonly string[] FlowNames = ["flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml"];

    // What is text and belongs to a flow. The workspace's own file may hold secrets.
    private static readonly string[] Texts = [".yaml", ".yml", ".prompty", ".jinja2", ".jinja", ".j2", ".py", ".cs", ".md", ".txt", ".json", ".jsonl", ".csv", ".tsv", ".toml"];

    private static readonly string[] NotLooked = ["node_modules", "__pycache__", "bin", "obj", "venv"];

    /// <summary>Full path of the workspace.</summary>
    public string Folder { get; } = folder;

    /// <summary>Every flow, by path.</summary>
    public IReadOnlyList<FlowSummaryView> List(string under = "") =>
        [.. Find(under.Length == 0 ? Folder : WorkspacePath.Resolve(Folder, under), 0).Order(StringComparer.Ordinal).AsParallel().AsOrdered().Select(Summary)];

    /// <summary>A flow with its file and what is in its folder.</summary>
    /// <exception cref="ProblemException"><c>flow-not-found</c>, <c>path-outside</c>, <c>path-hidden</c>, <c>file-not-utf8</c>.</exception>
    public FlowView Show(string path)
    {
        var file = FlowAt(path);
        var text = ReadText(file);
        return new(WorkspacePath.Of(Folder, file), text, TextFiles.Etag(text), FilesOf(Path.GetDirectoryName(file)!), new ReadFlow(Folder).Read(file, text));
    }

    /// <summary>Full path of the flow that a path names: its file, or a folder with one flow.</summary>
    /// <exception cref="ProblemException"><c>flow-not-found</c>, <c>path-outside</c>, <c>path-hidden</c>, <c>file-not-text</c>.</exception>
    public string FlowAt(string path)
    {
        var full = WorkspacePath.Resolve(Folder, path);
        RefuseSecret(full, path);

        // The file in a folder may be a link.
        var found = WorkspacePath.Inside(Folder, FlowIn(full, path));
        RefuseSecret(found, path);
        return found;
    }

    /// <summary>A text file.</summary>
    /// <exception cref="ProblemException"><c>file-not-found</c>, <c>file-too-large</c>, <c>file-not-text</c>.</exception>
    public FileView Read(string path)
    {
        var file = TextAt(path);
        return View(file, ReadText(file));
    }

    /// <summary>What is wrong with a text, saved or not.</summary>
    public FlowDefinitionView Validate(string path, string text) => new ReadFlow(Folder).Read(TextAt(path), text);

    /// <summary>Replaces a file's text, or makes the file.</summary>
    /// <param name="path">From the workspace's folder.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="etag">That of the text that was changed; null where the file must be new.</param>
    /// <param name="cancellationToken">Stops before the writing.</param>
    /// <exception cref="ProblemException"><c>file-changed</c>, <c>file-exists</c>, <c>file-not-found</c>, <c>yaml-syntax</c>: nothing was written.</exception>
    public async Task<FileView> WriteAsync(string path, string text, string? etag, CancellationToken cancellationToken)
    {
        var file = TextAt(path);
        if (Encoding.UTF8.GetByteCount(text) > LargestText)
        {
            throw TooLarge(path);
        }

        RefuseBroken(file, text);
        return View(file, await texts.ChangeAsync(file, path, before => (before, etag) switch
        {
            (null, null) => text,
            (null, _) => throw new ProblemException(new Problem("file-changed", $"'{path}' was deleted on disk since you opened it.")),
            (_, null) => throw new ProblemException(new Problem("file-exists", $"There is a file '{path}' already.")),
            _ when TextFiles.Etag(before) != etag => throw new ProblemException(new Problem("file-changed", $"'{path}' was changed on disk since you opened it.")),
            _ => text,
        }, cancellationToken));
    }

    private static string FlowIn(string full, string path)
    {
        try
        {
            return FlowFile.Find(full, acceptSinglePrompty: true).Path;
        }
        catch (ProblemException e) when (e.Problem.Code == "yaml-syntax")
        {
            return full;
        }
        catch (FlowException e) when (!File.Exists(full))
        {
            throw new ProblemException(new Problem("flow-not-found", $"There is no flow '{path}' in the workspace."), e);
        }
        catch (FlowException e)
        {
            throw new ProblemException(new Problem("flow-invalid", e.Message), e);
        }
    }

    private FlowSummaryView Summary(string file)
    {
        FlowDefinitionView flow;
        try
        {
            flow = new ReadFlow(Folder).Read(file, ReadText(file));
        }
        catch (ProblemException e)
        {
            flow = new(Path.GetFileName(file), ReadFlow.IsPrompty(file) ? "prompty" : "dag", "standard", null, [], [], [], [], null, [FaultView.Of(e.Problem, Folder)]);
        }

        return new(
            WorkspacePath.Of(Folder, file), flow.Name, flow.Kind, flow.Type, flow.Description, flow.Nodes.Count, flow.Inputs, [.. flow.Outputs.Select(o => o.Name)], new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero), flow.Faults);
    }

    private static IEnumerable<string> Find(string folder, int depth)
    {
        var (files, folders) = Look(folder);
        foreach (var file in files.Where(f => FlowNames.Contains(Path.GetFileName(f), StringComparer.Ordinal) || ReadFlow.IsPrompty(f)))
        {
            yield return file;
        }

        foreach (var file in depth < MostDepth ? folders.SelectMany(f => Find(f, depth + 1)) : [])
        {
            yield return file;
        }
    }

    // Links are not followed: they may lead outside, or in a circle.
    private static (IReadOnlyList<string> Files, IReadOnlyList<string> Folders) Look(string folder)
    {
        try
        {
            var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(e => e.Name[0] != '.' && e.LinkTarget is null).ToList();
            return ([.. entries.OfType<FileInfo>().Select(f => f.FullName)], [.. entries.OfType<DirectoryInfo>().Where(d => !NotLooked.Contains(d.Name, StringComparer.Ordinal)).Select(d => d.FullName)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], []);
        }
    }

    private IReadOnlyList<FlowFileEntry> FilesOf(string folder)
    {
        return [.. Below(folder, 0).Take(MostFiles).Order(StringComparer.Ordinal).Select(f => new FlowFileEntry(WorkspacePath.Of(Folder, f), new FileInfo(f).Length, IsText(f) && new FileInfo(f).Length <= LargestText))];

        // Another flow's folder is that flow's.
        static IEnumerable<string> Below(string folder, int depth)
        {
            var (files, folders) = Look(folder);
            return files.Concat(depth < 4 ? folders.Where(f => !FlowNames.Any(n => File.Exists(Path.Combine(f, n)))).SelectMany(f => Below(f, depth + 1)) : []);
        }
    }

    private string TextAt(string path)
    {
        var full = WorkspacePath.Resolve(Folder, path);
        return IsText(full) ? full : throw NotText(path);
    }

    private bool IsText(string file) => Texts.Contains(Path.GetExtension(file).ToLowerInvariant(), StringComparer.Ordinal) && !WorkspacePath.IsWorkspaceFile(Folder, file);

    private void RefuseSecret(string file, string path)
    {
        if (File.Exists(file) && !IsText(file))
        {
            throw NotText(path);
        }
    }

    private static ProblemException NotText(string path) => new(new Problem("file-not-text", $"'{path}' is no text of a flow: {string.Join(", ", Texts)} are, but not the workspace's own file."));

    private string ReadText(string file) =>
        new FileInfo(file) is { Exists: true, Length: > LargestText } ? throw TooLarge(WorkspacePath.Of(Folder, file))
        : File.Exists(file) ? YamlText.ReadAllText(file)
        : throw new ProblemException(new Problem("file-not-found", $"There is no file '{WorkspacePath.Of(Folder, file)}'."));

    private FileView View(string file, string text)
    {
        var faults = new Faults(file);
        if (Path.GetExtension(file) is ".jinja2" or ".jinja" or ".j2")
        {
            TemplateChecks.Parse(text, firstLine: 1, faults);
        }

        var found = IsFlow(file) ? new ReadFlow(Folder).Read(file, text).Faults : [.. faults.Problems.Select(p => FaultView.Of(p, Folder))];
        return new(WorkspacePath.Of(Folder, file), text, TextFiles.Etag(text), found);
    }

    private static bool IsFlow(string file) => ReadFlow.IsPrompty(file) || FlowNames.Contains(Path.GetFileName(file), StringComparer.Ordinal);

    // What is YAML and means nothing is saved, since people work in steps; what no program could read again is not.
    private static void RefuseBroken(string file, string text)
    {
        if (Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml")
        {
            YamlText.Read(text, Path.GetFileName(file));
        }
        else if (ReadFlow.IsPrompty(file))
        {
            try
            {
                PromptyReader.Read(text, new Faults(file), out _);
            }
            catch (FlowException e)
            {
                throw new ProblemException(new Problem("prompty-syntax", e.Message) { File = Path.GetFileName(file), Line = 1 }, e);
            }
        }
    }

    private static ProblemException TooLarge(string path) => new(new Problem("file-too-large", $"'{path}' is larger than {LargestText / 1024} KiB; change it with an editor of your own."));
}
