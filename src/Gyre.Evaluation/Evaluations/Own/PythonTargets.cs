using System.Text.RegularExpressions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Own;

/// <summary>Finds what to call in a Python file that names nothing.</summary>
internal static partial class PythonTargets
{
    /// <summary>The only public function or class of a file, or the one that is called as the file.</summary>
    /// <param name="file">Full path.</param>
    /// <exception cref="ProblemException"><c>evaluator-invalid</c>: there is none, or several; or Python could not import a file of that name.</exception>
    public static string Only(string file)
    {
        var module = Path.GetFileNameWithoutExtension(file);
        if (!Identifier().IsMatch(module))
        {
            throw Fault(file, $"Python cannot import a file called '{Path.GetFileName(file)}'. Name it with letters, digits and underscores.");
        }

        var text = LongTexts().Replace(File.ReadAllText(file), "");
        var targets = Definitions().Matches(text).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        var named = targets.Where(t => Plain(t) == Plain(module)).ToList();
        return targets is [var only] ? only
            : named is [var same] ? same
            : targets.Count == 0 ? throw Fault(file, "It has no public function or class that could score. Write 'def score(response): …'.")
            : throw Fault(file, $"It has several functions and classes ({string.Join(", ", targets)}). Say which scores: {Path.GetFileName(file)}:{targets[^1]}.");
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static ProblemException Fault(string file, string message) => new(new Problem("evaluator-invalid", message) { File = file, Field = "evaluators" });

    [GeneratedRegex(@"^[A-Za-z_]\w*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("""(?<quote>\"{3}|'{3}).*?\k<quote>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongTexts();

    [GeneratedRegex(@"^(async[ \t]+def|def|class)[ \t]+(?<name>[A-Za-z]\w*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definitions();
}
