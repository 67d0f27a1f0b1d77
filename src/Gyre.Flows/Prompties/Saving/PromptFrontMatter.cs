using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The front matter of a saved prompt. Of a file that is there, every key that did not change keeps its lines, comments and all.</summary>
internal static class PromptFrontMatter
{
    /// <summary>The whole file.</summary>
    /// <param name="name">For a new file.</param>
    /// <param name="draft">What to save.</param>
    /// <param name="body">Its messages.</param>
    /// <param name="before">The file that is there, its text, and what its references stand for in a page; null for a new one.</param>
    public static string Write(string name, PromptDraft draft, string body, (PromptyDefinition Definition, string Text, Func<object?, object?> Resolve)? before)
    {
        var old = before?.Definition.FrontMatter ?? [];
        var written = new List<(string Key, object? Value)>();
        if (before is null)
        {
            written.Add(("name", name));
        }

        if (draft.Description is { Length: > 0 } description)
        {
            written.Add(("description", description));
        }

        written.Add(("model", PromptModel.Of(old.GetValueOrDefault("model"), draft, before?.Resolve ?? (value => value))));
        if (old.FindDict("inputs") is { Count: > 0 } inputs)
        {
            written.Add(("inputs", WithAll(inputs, PromptTemplate.Parse(body).Variables)));
        }

        if (draft.Sample is { } sample && PromptSample.Merge(old.GetValueOrDefault("sample"), sample) is { } merged)
        {
            written.Add(("sample", merged));
        }

        var changed = written.Where(w => !PythonEquality.AreEqual(old.GetValueOrDefault(w.Key), w.Value)).ToList();
        var text = Joined(changed, before, anew: []) + body;

        // YAML has more ways to write a value than lines that are changed one by one know: what came out otherwise than meant is written as a whole.
        return before is null ? text : Joined(changed, before, [.. changed.Where(c => !IsSaid(text, c.Key, c.Value)).Select(c => c.Key)]) + body;
    }

    /// <summary>The model as callers name it.</summary>
    public static string? ModelName(PromptyModel model) => model.ConnectionName is { } connection ? $"{connection}/{model.Model}" : model.Model;

    private static string Joined(List<(string Key, object? Value)> changed, (PromptyDefinition Definition, string Text, Func<object?, object?> Resolve)? before, string[] anew)
    {
        var left = changed.ToList();
        var text = new StringBuilder("---\n");
        foreach (var (key, lines) in before is { } there ? FrontMatterLines.Blocks(there.Definition, there.Text) : [])
        {
            var at = left.FindIndex(c => c.Key == key);
            text.Append(at < 0 ? lines : anew.Contains(key) ? Entry(key, left[at].Value, 0) : FrontMatterLines.Changed(lines, before!.Value.Definition.FrontMatter.GetValueOrDefault(key), left[at].Value, key));
            if (at >= 0)
            {
                left.RemoveAt(at);
            }
        }

        foreach (var (key, value) in left)
        {
            text.Append(Entry(key, value, 0));
        }

        return text.Append("---\n").ToString();
    }

    private static bool IsSaid(string text, string key, object? value)
    {
        try
        {
            return PythonEquality.AreEqual(PromptyReader.Read(text, new Faults("prompt"), out _).FrontMatter.GetValueOrDefault(key), value);
        }
        catch (Exception e) when (e is FlowException or ProblemException)
        {
            return false;
        }
    }

    private static PythonDict WithAll(PythonDict inputs, IReadOnlyList<string> variables)
    {
        var all = new PythonDict();
        foreach (var (key, value) in inputs)
        {
            all[key] = value;
        }

        foreach (var name in variables.Where(v => !all.ContainsKey(v)))
        {
            all[name] = new PythonDict { ["type"] = "string" };
        }

        return all;
    }

    /// <summary>A key and its value as YAML.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="depth">How many spaces stand before it.</param>
    internal static string Entry(string key, object? value, int depth)
    {
        var text = new StringBuilder();
        Append(text, key, value, depth);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, object? value, int depth)
    {
        text.Append(' ', depth).Append(Scalar(key)).Append(':');
        if (value is PythonDict { Count: > 0 } dict)
        {
            text.Append('\n');
            foreach (var (name, inner) in dict)
            {
                Append(text, PythonText.Str(name), inner, depth + 2);
            }
        }
        else if (value is string lines && IsBlock(lines))
        {
            text.Append(lines.EndsWith('\n') ? " |\n" : " |-\n");
            foreach (var line in (lines.EndsWith('\n') ? lines[..^1] : lines).Split('\n'))
            {
                text.Append(line.Length == 0 ? "" : new string(' ', depth + 2)).Append(line).Append('\n');
            }
        }
        else
        {
            // A list is one line of JSON, which is YAML too.
            text.Append(' ').Append(value is string plain ? Scalar(plain) : PythonJson.Write(value)).Append('\n');
        }
    }

    private static bool IsBlock(string text) =>
        text.AsSpan().TrimEnd('\n').Contains('\n') && text[0] is not (' ' or '\t' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Contains("---", StringComparison.Ordinal) && !text.Any(c => (char.IsControl(c) && c != '\n') || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    // Words stand as they are; whatever YAML could take for something else is quoted as JSON quotes it.
    private static string Scalar(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/') && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : JsonValue.Create(text).ToJsonString(PlainJson);

    private static readonly System.Text.Json.JsonSerializerOptions PlainJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
