using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Flows.Folders;

/// <summary>What a flow folder leaves out of its copies: <c>.amlignore</c> or, without one, <c>.gitignore</c>, in git's pattern language; and folders that are made again when needed.</summary>
internal sealed class IgnoreRules
{
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal) { ".promptflow", ".runs", ".gyre", "__pycache__", ".git", ".venv" };
    private static readonly string[] Files = [".amlignore", ".gitignore"];
    private readonly IReadOnlyList<Rule> rules;

    private IgnoreRules(IReadOnlyList<Rule> rules) => this.rules = rules;

    /// <summary>Only the folders that are made again when needed.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>The rules of a folder.</summary>
    public static IgnoreRules Of(string folder) =>
        Files.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } file
            ? Parse(File.ReadLines(file))
            : None;

    /// <summary>The rules in the lines of an ignore file.</summary>
    public static IgnoreRules Parse(IEnumerable<string> lines) => new([.. lines.Select(Rule.Parse).OfType<Rule>()]);

    /// <summary>Whether a file or folder is left out; what lies in a folder that is left out is never asked for.</summary>
    /// <param name="path">Relative to the folder of the rules, with slashes.</param>
    /// <param name="isFolder">Whether it is a folder: a rule that ends in a slash is for these only.</param>
    public bool Ignores(string path, bool isFolder)
    {
        if (isFolder && Always.Contains(path[(path.LastIndexOf('/') + 1)..]))
        {
            return true;
        }

        return rules.LastOrDefault(rule => rule.Matches(path, isFolder)) is { Negated: false };
    }

    private sealed record Rule(Regex Pattern, bool Negated, bool FoldersOnly)
    {
        public static Rule? Parse(string line)
        {
            line = line.TrimEnd('\r', ' ', '\t');
            if (line.Length == 0 || line[0] == '#')
            {
                return null;
            }

            var negated = line[0] == '!';
            var pattern = negated ? line[1..] : line.StartsWith('\\') ? line[1..] : line;
            var foldersOnly = pattern.EndsWith('/');
            pattern = pattern.TrimEnd('/');
            var anchored = pattern.Contains('/', StringComparison.Ordinal);
            pattern = pattern.TrimStart('/');
            try
            {
                return pattern.Length == 0
                    ? null
                    : new Rule(new Regex("^" + (anchored ? "" : "(.*/)?") + Expression(pattern) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)), negated, foldersOnly);
            }
            catch (RegexParseException)
            {
                // A set such as [z-a] matches nothing.
                return null;
            }
        }

        public bool Matches(string path, bool isFolder) => (isFolder || !FoldersOnly) && Pattern.IsMatch(path);

        private static string Expression(string pattern)
        {
            var expression = new StringBuilder();
            for (var i = 0; i < pattern.Length; i++)
            {
                switch (pattern[i])
                {
                    case '*' when pattern.AsSpan(i).StartsWith("**/"):
                        expression.Append("(.*/)?");
                        i += 2;
                        break;
                    case '*' when pattern.AsSpan(i).StartsWith("**"):
                        expression.Append(".*");
                        i++;
                        break;
                    case '*':
                        expression.Append("[^/]*");
                        break;
                    case '?':
                        expression.Append("[^/]");
                        break;
                    case '[' when pattern.IndexOf(']', i + 1) is var end and > 0 && end > i + 1:
                        var set = pattern[(i + 1)..end];
                        expression.Append('[').Append(set[0] == '!' ? "^" : "").Append(set.TrimStart('!').Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                        i = end;
                        break;
                    default:
                        expression.Append(Regex.Escape(pattern[i].ToString()));
                        break;
                }
            }

            return expression.ToString();
        }
    }
}
