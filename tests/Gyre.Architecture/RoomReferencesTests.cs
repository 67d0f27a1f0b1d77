using System.Xml.Linq;
using Gyre.Testing;

namespace Gyre.Architecture;

/// <summary>Who may know whom (docs/decisions/0001-rooms.md). A new edge is added here, in sight of the reviewer, or not at all.</summary>
public sealed class RoomReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Gyre.Kernel"] = [],
        ["Gyre.Wire"] = ["Gyre.Kernel"],
        ["Gyre.Workspace"] = ["Gyre.Kernel"],
        ["Gyre.Storage"] = ["Gyre.Kernel"],
        ["Gyre.Studio"] = [],
        ["Gyre.Models"] = ["Gyre.Kernel", "Gyre.Wire", "Gyre.Workspace", "Gyre.Storage"],
        ["Gyre.Flows"] = ["Gyre.Kernel", "Gyre.Wire", "Gyre.Workspace", "Gyre.Storage", "Gyre.Models"],
        ["Gyre.Gateway"] = ["Gyre.Kernel", "Gyre.Wire", "Gyre.Workspace", "Gyre.Storage", "Gyre.Models"],
        ["Gyre.Evaluation"] = ["Gyre.Kernel", "Gyre.Wire", "Gyre.Workspace", "Gyre.Storage", "Gyre.Models", "Gyre.Flows"],
    };

    private static readonly string[] Compositions = ["Gyre.Cli", "Gyre.Server"];

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(RepositoryFiles.At("src")).Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_rooms_below_it(string room)
    {
        if (Compositions.Contains(room))
        {
            return;
        }

        Assert.True(Allowed.ContainsKey(room), $"{room} is new: give it a row in this test and in docs/decisions/0001-rooms.md.");
        Assert.Empty(ReferencesOf(room).Except(Allowed[room]).Select(other => $"{room} must not know {other}"));
    }

    [Fact]
    public void The_rule_can_fail() => Assert.Contains("Gyre.Flows", ReferencesOf("Gyre.Evaluation"));

    [Fact]
    public void The_rows_form_no_cycle()
    {
        foreach (var (room, below) in Allowed)
        {
            Assert.All(below, other => Assert.DoesNotContain(room, Allowed[other]));
        }
    }

    [Fact]
    public void The_kernel_and_the_wire_use_no_package()
    {
        Assert.Empty(PackagesOf("Gyre.Kernel"));
        Assert.Empty(PackagesOf("Gyre.Wire"));
    }

    [Theory]
    [InlineData("YamlDotNet", "Gyre.Workspace")]
    [InlineData("Microsoft.Data.Sqlite.Core", "Gyre.Storage")]
    [InlineData("Npgsql", "Gyre.Storage")]
    [InlineData("Microsoft.CodeAnalysis.CSharp", "Gyre.Flows")]
    [InlineData("Spectre.Console", "Gyre.Cli")]
    public void A_heavy_package_has_one_room(string package, string room) =>
        Assert.Equal([room], Rooms.Select(r => r.Data).Where(r => PackagesOf(r).Contains(package)));

    [Fact]
    public void Every_room_has_a_test_project() =>
        Assert.All(Rooms, room => Assert.True(Directory.Exists(RepositoryFiles.At("tests", $"{room.Data}.Tests")), $"tests/{room.Data}.Tests is missing."));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(RepositoryFiles.At("Gyre.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value).ToHashSet(StringComparer.Ordinal);
        var present = Directory.EnumerateFiles(RepositoryFiles.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(RepositoryFiles.Root, f).Replace('\\', '/'))
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal) || f.StartsWith("tests/", StringComparison.Ordinal) || f.StartsWith("bench/", StringComparison.Ordinal));
        Assert.Empty(present.Except(listed));
    }

    private static string[] ReferencesOf(string room) =>
        [.. Project(room).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];

    private static string[] PackagesOf(string room) =>
        [.. Project(room).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value)];

    private static XDocument Project(string room) => XDocument.Load(RepositoryFiles.At("src", room, $"{room}.csproj"));
}
