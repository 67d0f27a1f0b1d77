using FsCheck;
using FsCheck.Fluent;
using Gyre.Kernel;
using Gyre.Testing;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace.Tests.Yaml;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    public void Empty_text_is_an_empty_map(string text) => Assert.Empty(Map(text).Entries);

    [Fact]
    public void Every_value_knows_its_line()
    {
        var map = Map("a: 1\nb:\n  c: |\n    x\n    y\n  d: [1,\n   2]\n");

        Assert.Equal([1, 2], map.Entries.Select(e => e.Key.Line));
        var inner = Assert.IsType<YamlMap>(map["b"]);
        Assert.Equal([3, 6], inner.Entries.Select(e => e.Key.Line));
        Assert.Equal([6, 7], Assert.IsType<YamlList>(inner["d"]).Items.Select(i => i.Line));
        Assert.Equal("x\ny\n", Assert.IsType<YamlScalar>(inner["c"]).Value);
    }

    [Fact]
    public void Front_matter_counts_from_its_place_in_the_file()
    {
        Assert.Equal(11, ((YamlMap)YamlText.Read("a: 1\nb: 2", "f", firstLine: 10)).Entries[1].Key.Line);
        Assert.Equal(11, Fault("a: 1\na: 2", firstLine: 10).Line);
    }

    [Fact]
    public void An_alias_is_the_value_of_its_anchor_and_an_anchor_may_be_used_again() =>
        Assert.Equal("1|1|2|2", Texts("a: &b 1\nc: *b\nd: &b 2\ne: *b"));

    [Theory]
    [InlineData("x: &x {a: 1, c: 3}\nb:\n  <<: *x\n  a: 2", "a=2|c=3")]
    [InlineData("x: &x {a: 1, c: 3}\nb:\n  a: 2\n  <<: *x", "a=2|c=3")]
    [InlineData("x: &x {a: 1}\ny: &y {a: 2, b: 3}\nb:\n  <<: [*x, *y]\n  z: 1", "z=1|a=1|b=3")]
    [InlineData("b:\n  <<: {a: 1}\n  z: 2", "z=2|a=1")]
    public void A_merge_adds_what_is_not_written(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', ((YamlMap)Map(text)["b"]!).Entries.Select(e => $"{e.Name}={((YamlScalar)e.Value).Text}")));

    [Theory]
    [InlineData("a: 1\na: 2", 2, "the key 'a' is written twice (first in line 1)")]
    [InlineData("'a': 1\na: 2", 2, "written twice")]
    [InlineData("1: a\n1.0: b", 2, "written twice")]
    [InlineData("a: {x: 1, x: 2}", 1, "written twice")]
    [InlineData("b:\n  <<: {a: 1}\n  <<: {b: 2}", 3, "written twice")]
    [InlineData("b:\n  <<: 3\n", 2, "'<<' takes a mapping")]
    [InlineData("a: *b", 1, "there is no anchor '&b'")]
    [InlineData("a: &a [*a]", 1, "there is no anchor '&a'")]
    [InlineData("a: 1\n---\nb: 2", 2, "a second document begins here")]
    [InlineData("a: {{x}}", 1, "must stand in quotes")]
    [InlineData("? [1, 2]\n: x", 1, "a key must be plain text")]
    [InlineData("a: 1\nb: [1, 2", 2, "")]
    [InlineData("a: x: y", 1, "")]
    [InlineData("\ta: 1", 1, "")]
    [InlineData("a: @x", 1, "")]
    [InlineData("a:\n  b: 1\n c: 2", 3, "")]
    public void A_fault_names_its_line(string text, int line, string reason)
    {
        var fault = Fault(text);
        Assert.Equal(("yaml-syntax", "t.yaml"), (fault.Code, fault.File));
        Assert.Equal(line, fault.Line);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_type_are_other_keys() => Assert.Equal(2, Map("1: x\n'1': y").Entries.Count);

    [Fact]
    public void Nesting_has_a_limit() =>
        Assert.Contains("nested more than 200 deep", Fault(new string('[', 10_000)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_is_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("a.yaml"), [0xEF, 0xBB, 0xBF, .. "a: ü"u8]);
        Assert.Equal("ü", Assert.IsType<YamlScalar>(((YamlMap)YamlText.ReadFile(folder.At("a.yaml")))["a"]).Value);
    }

    [Fact]
    public void Other_encodings_absent_files_and_folders_are_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("latin.yaml"), [0x61, 0x3A, 0x20, 0xFC]);
        Assert.Equal("file-not-utf8", Assert.Throws<ProblemException>(() => YamlText.ReadFile(folder.At("latin.yaml"))).Problem.Code);
        Assert.Equal("file-not-found", Assert.Throws<ProblemException>(() => YamlText.ReadFile(folder.At("gone.yaml"))).Problem.Code);
        Assert.Equal("file-unreadable", Assert.Throws<ProblemException>(() => YamlText.ReadFile(folder.Path)).Problem.Code);
    }

    [Fact]
    public void Any_text_is_yaml_or_a_problem() =>
        Prop.ForAll(Fragments(), text => IsYamlOrProblem(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Any_characters_are_yaml_or_a_problem() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => IsYamlOrProblem(text.Get)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Arbitrary<string> Fragments() => Gen.Elements(
            "a", "b", ": ", ":", "\n", "\n  ", "\n    ", "- ", "-", "[", "]", "{", "}", ", ", "&x ", "*x", "<<", "'", "\"", "|\n", ">-\n", "#", " ", "\t", "!!int ", "!t ",
            "---\n", "...\n", "%YAML 1.1\n", "? ", "${x}", "1", "0x", "~", "\\", "\r\n", "\u0085", "\0", "😀", "\ud83d")
        .ListOf().Select(string.Concat).ToArbitrary();

    private static bool IsYamlOrProblem(string text)
    {
        try
        {
            return YamlText.Read(text, "t.yaml") is not null;
        }
        catch (ProblemException e)
        {
            return e.Problem is { Code: "yaml-syntax", Line: >= 0 };
        }
    }

    private static string Texts(string text) => string.Join('|', Map(text).Entries.Select(e => ((YamlScalar)e.Value).Text));

    private static YamlMap Map(string text) => Assert.IsType<YamlMap>(YamlText.Read(text, "t.yaml"));

    private static Problem Fault(string text, int firstLine = 1) =>
        Assert.Throws<ProblemException>(() => YamlText.Read(text, "t.yaml", firstLine)).Problem;
}
