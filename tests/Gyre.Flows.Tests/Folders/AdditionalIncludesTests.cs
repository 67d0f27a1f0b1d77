using System.IO.Compression;
using Gyre.Flows.Folders;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Folders;

public sealed class AdditionalIncludesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public AdditionalIncludesTests()
    {
        folder.Write("flow/flow.dag.yaml", "nodes: []");
        folder.Write("flow/a.py", "flow's");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_includes_the_flow_runs_where_it_is()
    {
        using var place = await Materialize();
        Assert.Equal((folder.At("flow"), false), (place.Path, place.IsCopy));
    }

    [Fact]
    public async Task Files_and_folders_are_copied_by_their_base_name()
    {
        folder.Write("shared/tools/b.py", "b");
        folder.Write("shared/tools/deep/c.py", "c");
        folder.Write("shared/d.py", "d");
        string path;
        using (var place = await Materialize("../shared/tools/", "../shared/d.py"))
        {
            path = place.Path;
            Assert.NotEqual(folder.At("flow"), path);
            Assert.Equal(["a.py", "d.py", "flow.dag.yaml", "tools/b.py", "tools/deep/c.py"], IgnoreRulesTests.Files(path));
            Assert.Empty(place.Warnings);
        }

        Assert.False(Directory.Exists(path));
        Assert.Equal(["a.py", "flow.dag.yaml"], IgnoreRulesTests.Files(folder.At("flow")));
    }

    [Fact]
    public async Task An_include_wins_over_a_file_of_the_flow_with_a_warning()
    {
        folder.Write("shared/a.py", "included");
        using var place = await Materialize("../shared/a.py");

        Assert.Equal("included", await File.ReadAllTextAsync(Path.Combine(place.Path, "a.py"), TestContext.Current.CancellationToken));
        Assert.Equal($"Found duplicate file in additional includes, additional include file {folder.At("shared", "a.py")} will overwrite a.py", Assert.Single(place.Warnings));
    }

    [Fact]
    public async Task A_missing_include_is_named()
    {
        var error = await Assert.ThrowsAsync<FlowException>(() => Materialize("../invalid/file/path"));
        Assert.Equal((ErrorClasses.UserErrorException, "Unable to find additional include ../invalid/file/path"), (error.ErrorClass, error.Message));
    }

    [Fact]
    public async Task A_missing_zip_beside_a_folder_is_the_folder_zipped()
    {
        folder.Write("shared/data/x.txt", "x");
        using var place = await Materialize("../shared/data.zip");

        using var zip = await ZipFile.OpenReadAsync(Path.Combine(place.Path, "data.zip"), TestContext.Current.CancellationToken);
        Assert.Contains("data/x.txt", zip.Entries.Select(e => e.FullName));
    }

    private Task<FlowFolder> Materialize(params string[] includes) =>
        AdditionalIncludes.MaterializeAsync(folder.At("flow"), includes, TestContext.Current.CancellationToken);
}
