using System.Text.RegularExpressions;
using Gyre.Testing;

namespace Gyre.Architecture;

/// <summary>House rules that the compiler does not keep.</summary>
public sealed partial class SourceRulesTests
{
    // C# tools print to the console as any program does; this one file sends what they print to the record of their call.
    private const string Capture = "src/Gyre.Flows/Tools/CSharp/ConsoleCapture.cs";

    private static readonly (string Path, string Text)[] Sources =
        [.. Directory.EnumerateFiles(RepositoryFiles.At("src"), "*.cs", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(RepositoryFiles.Root, f), File.ReadAllText(f)))];

    [Fact]
    public void Time_is_a_dependency() => Assert.Empty(Using(WallClock()));

    [Fact]
    public void Only_the_command_line_writes_to_the_console() =>
        Assert.Empty(Using(Console()).Where(f => !f.StartsWith("src/Gyre.Cli/", StringComparison.Ordinal) && f != Capture));

    [Fact]
    public void Nothing_is_called_helper_manager_or_util() => Assert.Empty(Using(EmptyWords()));

    [Fact]
    public void There_is_no_async_void() => Assert.Empty(Using(AsyncVoid()));

    [Fact]
    public void Nothing_is_left_unfinished() => Assert.Empty(Using(Unfinished()));

    [Fact]
    public void The_rules_can_fail() => Assert.NotEmpty(Using(Namespace()));

    private static IEnumerable<string> Using(Regex pattern) => Sources.Where(s => pattern.IsMatch(s.Text)).Select(s => s.Path.Replace('\\', '/'));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"(?<![\w.])Console\.(Out|Error|Write|WriteLine|ReadLine)\b")]
    private static partial Regex Console();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+\w*(Helper|Manager|Util|Utils|Common|Impl|Dto)\b")]
    private static partial Regex EmptyWords();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"throw new NotImplementedException|//\s*(TODO|HACK|FIXME|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^namespace Gyre\.", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
