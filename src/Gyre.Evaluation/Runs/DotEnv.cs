using Gyre.Kernel;

namespace Gyre.Evaluation.Runs;

/// <summary>A <c>.env</c> file: one <c>NAME=value</c> per line, <c>export</c> before it, quotes around the value and <c>#</c> comments allowed.</summary>
internal static class DotEnv
{
    public static Dictionary<string, string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException e)
        {
            throw new ProblemException(new Problem("file-not-found", $"The file of environment variables '{path}' cannot be read: {e.Message}") { File = path }, e);
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line[7..].TrimStart() : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ProblemException(new Problem("env-invalid", "A line must look like NAME=value.") { File = path, Line = i + 1 });
            }

            variables[line[..equals].TrimEnd()] = Unquoted(line[(equals + 1)..].Trim());
        }

        return variables;
    }

    private static string Unquoted(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value.IndexOf(value[0], 1) is > 0 and var end)
        {
            return value[1..end];
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
