using Gyre.Kernel;

namespace Gyre.Models.Connections;

/// <summary>One variable of a <c>.env</c> file.</summary>
internal readonly record struct DotEnvVariable(string Name, string Value, int Line);

/// <summary>Reads <c>.env</c> files as python-dotenv does: <c>NAME=value</c>, <c>export</c>, comments, quotes.</summary>
internal static class DotEnv
{
    public static IReadOnlyList<DotEnvVariable> ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProblemException(new Problem("file-not-found", $"There is no file '{path}'.") { File = path }, e);
        }
    }

    public static IReadOnlyList<DotEnvVariable> Read(string text, string path)
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
