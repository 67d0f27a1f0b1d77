using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace;

/// <summary>One variable of a <c>.env</c> file, in the order of the file.</summary>
public readonly record struct DotEnvVariable(string Name, string Value, int Line);

/// <summary>Reads <c>.env</c> files as python-dotenv does: <c>NAME=value</c>, <c>export</c>, comments, quotes.</summary>
public static class DotEnv
{
    /// <summary>Reads a file. A name that stands twice is there twice: the last one counts.</summary>
    /// <exception cref="ProblemException"><c>dotenv-syntax</c> with the line, <c>file-not-found</c>, <c>file-unreadable</c> or <c>file-not-utf8</c>.</exception>
    public static IReadOnlyList<DotEnvVariable> ReadFile(string path) => Read(YamlText.ReadAllText(path), path);

    private static IReadOnlyList<DotEnvVariable> Read(string text, string path)
    {
        var variables = new List<DotEnvVariable>();
        foreach (var (index, raw) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line[7..].TrimStart() : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ProblemException(new Problem("dotenv-syntax", "A line must be NAME=value.") { File = path, Line = index + 1 });
            }

            variables.Add(new DotEnvVariable(line[..equals].TrimEnd(), Value(line[(equals + 1)..].Trim()), index + 1));
        }

        return variables;
    }

    private static string Value(string written)
    {
        if (written.Length > 0 && written[0] is '\'' or '"' && written.IndexOf(written[0], 1) is var end and > 0)
        {
            var inside = written[1..end];
            return written[0] == '\'' ? inside : inside.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        }

        var comment = written.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? written : written[..comment].TrimEnd();
    }
}
