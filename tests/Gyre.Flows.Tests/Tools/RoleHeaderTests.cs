using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Tools.Prompts;

namespace Gyre.Flows.Tests.Tools;

public sealed partial class RoleHeaderTests
{
    private static readonly string[] Pieces = ["\n", "\n", " ", "\t", "\r", "\u00a0", "#", ":", "user", "System", "TOOL", "assistant", "function", "u\u017fer", "x", "## ", "user:\n", "\n# tool : \n"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Headers_are_those_of_the_pattern(bool endIsBreak) => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(),
        text => RoleHeader.In(text, endIsBreak).SequenceEqual((endIsBreak ? ToTheEnd() : ToTheBreak()).Matches(text).Select(Of)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(40));

    private static RoleHeader Of(Match match)
    {
        var word = match.Groups["role"];
        return new RoleHeader(word.Index, word.Index + word.Length, match.Index, match.Index + match.Length);
    }

    [GeneratedRegex(@"^\s*#?\s*(?<role>system|user|assistant|function|tool)\s*:\s*\n", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToTheBreak();

    [GeneratedRegex(@"^\s*#?\s*(?<role>system|user|assistant|function|tool)\s*:\s*(?:\n|\z)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToTheEnd();
}
