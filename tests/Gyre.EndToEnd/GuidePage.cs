using System.Text.RegularExpressions;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>A command of a page: what is typed, and the lines that the page shows below it.</summary>
/// <param name="Words">Unquoted; the first is the program.</param>
/// <param name="Variables">Those that stand before it, as <c>NAME=value</c>.</param>
/// <param name="Shown">Without blank lines.</param>
internal sealed record GuideCommand(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Shown)
{
    /// <summary>Whether the page shows it failing.</summary>
    public bool Fails => Shown.Any(line => line.StartsWith("error: ", StringComparison.Ordinal) || line.StartsWith("The gate says no", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);
}

/// <summary>A page of the guide: its commands in order, and the files that it shows.</summary>
internal sealed partial class GuidePage(string text)
{
    /// <summary>What stands in <c>console</c> blocks behind <c>$ </c>.</summary>
    public IEnumerable<GuideCommand> Commands =>
        from block in Block().Matches(text)
        where block.Groups["language"].Value == "console"
        from typed in Typed().Matches(block.Groups["body"].Value.Replace("\\\n", " ", StringComparison.Ordinal))
        select Command(typed.Groups["command"].Value, typed.Groups["shown"].Value);

    public static async Task<GuidePage> ReadAsync(string name) =>
        new((await File.ReadAllTextAsync(RepositoryFiles.At("docs", "guide", name), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"));

    /// <summary>The first block that holds these words.</summary>
    public string Example(string words) => Block().Matches(text).Select(block => block.Groups["body"].Value).First(body => body.Contains(words, StringComparison.Ordinal));

    private static GuideCommand Command(string command, string shown)
    {
        var words = Word().Matches(Ending().Replace(command, "")).Select(word => Quotes().Replace(word.Value, "$1$2")).ToList();
        var variables = words.TakeWhile(word => Variable().IsMatch(word)).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new GuideCommand(words[variables.Count..], variables, shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<body>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<command>[^\n]+)\n(?<shown>((?!\$ )[^\n]*\n)*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Typed();

    // A comment, or nothing to read from.
    [GeneratedRegex(@"\s+(#.*|< /dev/null)$")]
    private static partial Regex Ending();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'([^']*)'|""([^""]*)""")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"^[A-Z_]+=")]
    private static partial Regex Variable();
}
