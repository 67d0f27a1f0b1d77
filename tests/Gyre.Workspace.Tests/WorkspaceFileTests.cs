using Gyre.Kernel;
using Gyre.Testing;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace.Tests;

public sealed class WorkspaceFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private WorkspaceFile Read(string text) => WorkspaceFile.Read(folder.Write("product desk/gyre.yaml", text));

    [Fact]
    public void An_empty_file_is_a_workspace_named_after_its_folder() => Assert.Equal("product desk", Read("").Name);

    [Fact]
    public void Connections_are_given_by_name_as_written()
    {
        var file = Read("""
            name: support
            connections:
              local:
                type: open_ai
                api_key: ${env:KEY}
            """);

        Assert.Equal("support", file.Name);
        Assert.Equal("${env:KEY}", Assert.IsType<YamlScalar>(file.Connections["local"]["api_key"]).Text);
    }

    [Fact]
    public void An_unknown_key_is_told_with_its_line_and_the_nearest_name()
    {
        var warning = Assert.Single(Read("name: x\nconections: {}\n").Warnings);

        Assert.Equal(2, warning.Line);
        Assert.Contains("Did you mean 'connections'?", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x", null)]
    [InlineData("database: postgres://gyre@db/gyre", "postgres://gyre@db/gyre")]
    [InlineData("database: postgres://gyre:${env:SECRET}@db:5432/gyre", "postgres://gyre:p%40ss%2Fw%3Ard@db:5432/gyre")]
    [InlineData("database: ${env:ADDRESS}", "Host=db;Password=p@ss")]
    public void The_database_that_nodes_share_is_an_address_with_its_references_filled(string text, string? address) =>
        Assert.Equal(address, Read(text).DatabaseAddress(name => name switch { "SECRET" => "p@ss/w:rd", "ADDRESS" => "Host=db;Password=p@ss", _ => null }));

    [Theory]
    [InlineData("name: x\ndatabase: postgres://gyre:${env:MISSING}@db/gyre", "MISSING")]
    [InlineData("name: x\ndatabase: hunter2/file.db", "postgres://")]
    public void A_database_that_cannot_be_meant_is_told_with_its_line_and_without_its_text(string text, string words)
    {
        var e = Assert.Throws<ProblemException>(() => Read(text).DatabaseAddress(_ => null));

        Assert.Equal(("workspace-invalid", 2, "database"), (e.Problem.Code, e.Problem.Line, e.Problem.Field));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a list", 1)]
    [InlineData("name: x\nconnections: three", 2)]
    [InlineData("connections:\n  a: 1", 2)]
    [InlineData("name: [x]", 1)]
    public void What_cannot_be_meant_is_refused_with_file_and_line(string text, int line)
    {
        var e = Assert.Throws<ProblemException>(() => Read(text));

        Assert.Equal("workspace-invalid", e.Problem.Code);
        Assert.Equal(line, e.Problem.Line);
        Assert.EndsWith("gyre.yaml", e.Problem.File, StringComparison.Ordinal);
    }
}
