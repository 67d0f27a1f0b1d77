using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The prompts of a workspace: <c>prompts/NAME.prompty</c>.</summary>
/// <param name="folder">Full path of the workspace.</param>
/// <param name="texts">Writes its texts.</param>
internal sealed partial class PromptFiles(string folder, TextFiles texts)
{
    private const string Suffix = ".prompty";
    private const string Place = "prompts";

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<PromptSummaryView> List()
    {
        var place = WorkspacePath.Inside(folder, Place);
        return Directory.Exists(place)
            ? [.. Directory.EnumerateFiles(place, $"*{Suffix}").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => Name().IsMatch(n)).Order(StringComparer.Ordinal).Select(Summary)]
            : [];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="ProblemException"><c>prompt-not-found</c>, <c>prompt-invalid</c>.</exception>
    public PromptView Show(string name) => Read(FileOf(name)) is { } text
        ? View(name, text)
        : throw new ProblemException("prompt-not-found", $"There is no prompt '{name}' in {Place}/ of the workspace.");

    /// <summary>Makes a prompt, or changes one that nobody changed meanwhile.</summary>
    /// <param name="name">The file's name without its suffix.</param>
    /// <param name="draft">What it is to say.</param>
    /// <param name="etag">That of the text that was changed; null where it must be new.</param>
    /// <param name="cancellationToken">Stops before the writing.</param>
    /// <exception cref="ProblemException"><c>prompt-exists</c>, <c>file-changed</c>, <c>prompt-not-found</c>, <c>prompt-invalid</c>: nothing was written.</exception>
    public async Task<PromptView> SaveAsync(string name, PromptDraft draft, string? etag, CancellationToken cancellationToken)
    {
        var file = FileOf(name);
        if (draft.Model.Trim().Length == 0)
        {
            throw new ProblemException(new Problem("prompt-invalid", "Say which model the prompt is for.") { Field = "model" });
        }

        var body = PromptMessages.Join(draft.System, draft.User);
        return View(name, await texts.ChangeAsync(file, $"{Place}/{name}{Suffix}", before =>
        {
            if (before is not null && etag is null)
            {
                throw new ProblemException(new Problem("prompt-exists", $"There is a prompt '{name}' already. Open it, or choose another name.") { Field = "name" });
            }

            if (etag is not null && before is null)
            {
                throw new ProblemException("prompt-not-found", $"The prompt '{name}' is gone: somebody deleted {Place}/{name}{Suffix}. Save it as a new one.");
            }

            if (before is not null && TextFiles.Etag(before) != etag)
            {
                throw new ProblemException("file-changed", $"{Place}/{name}{Suffix} was changed meanwhile. Open it again to see how, or save under another name.");
            }

            var definition = before is null ? null : Parse(file, before);
            if (definition is not null && WhyClosed(definition) is { } why)
            {
                throw new ProblemException("prompt-invalid", $"{Place}/{name}{Suffix} can't be changed here: {why} Change it as a file, or save under another name.");
            }

            var text = PromptFrontMatter.Write(name, draft, body, definition is null ? null : (definition, before!, new PromptyReferences(definition.Folder, ReferenceSources.OfPage(folder)).Resolve));

            // What could not be read again would be lost.
            View(name, text);
            return text;
        }, cancellationToken));
    }

    private static string? WhyClosed(PromptyDefinition definition) =>
        definition.Dialect == PromptyDialect.V2 ? "It is written in the second dialect of prompty."
        : PromptMessages.Split(definition.Body) is null ? "It has other messages than one of the system and one of the user."
        : null;

    private static string? Read(string file) => File.Exists(file) ? YamlText.ReadAllText(file) : null;

    private static PromptyDefinition Parse(string file, string text)
    {
        try
        {
            var faults = new Faults(file);
            var definition = PromptyReader.Read(text, faults, out _);
            faults.ThrowFirst();
            return definition;
        }
        catch (FlowException e)
        {
            throw new ProblemException(new Problem("prompt-invalid", e.Message) { Line = e.Line }, e);
        }
    }

    private PromptySettings Settings(PromptyDefinition definition)
    {
        try
        {
            return definition.Resolve(ReferenceSources.OfPage(folder));
        }
        catch (FlowException e)
        {
            throw new ProblemException(new Problem("prompt-invalid", e.Message) { Line = e.Line }, e);
        }
    }

    private static JsonObject Json(PythonDict? values) => values is { Count: > 0 } ? (JsonObject)JsonNode.Parse(PythonJson.Write(values))! : [];

    private PromptSummaryView Summary(string name)
    {
        var path = $"{Place}/{name}{Suffix}";
        try
        {
            var file = FileOf(name);
            var settings = Settings(Parse(file, Read(file) ?? ""));
            return new(name, path, settings.Description, PromptFrontMatter.ModelName(settings.Model), [.. settings.Inputs.Select(i => i.Name)]);
        }
        catch (ProblemException e)
        {
            return new(name, path, null, null, [], e.Problem.Message);
        }
    }

    private PromptView View(string name, string text)
    {
        var definition = Parse(FileOf(name), text);
        var settings = Settings(definition);
        var messages = PromptMessages.Split(definition.Body);
        return new(
            name,
            $"{Place}/{name}{Suffix}",
            settings.Description,
            PromptFrontMatter.ModelName(settings.Model),
            Json(settings.Model.Parameters),
            messages?.System ?? "",
            messages?.User ?? "",
            Json(settings.Sample),
            text,
            TextFiles.Etag(text),
            WhyClosed(definition));
    }

    private string FileOf(string name) => Name().IsMatch(name)
        ? WorkspacePath.Inside(folder, $"{Place}/{name}{Suffix}")
        : throw new ProblemException(new Problem("prompt-invalid", $"'{name}' is no name for a file: letters, digits, '-', '_' and '.', at most 100, a letter or digit first.") { Field = "name" });

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Name();
}
