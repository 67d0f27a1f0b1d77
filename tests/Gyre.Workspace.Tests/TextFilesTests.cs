using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Workspace.Tests;

public sealed class TextFilesTests
{
    [Fact]
    public async Task Line_ends_and_the_byte_order_mark_stay_as_the_file_had_them()
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("flow.dag.yaml");
        await File.WriteAllBytesAsync(file, [0xEF, 0xBB, 0xBF, .. "a: 1\r\nb: 2\r\n"u8], TestContext.Current.CancellationToken);

        // As an editor in a page has it.
        using var texts = new TextFiles(TimeProvider.System);
        var now = await texts.ChangeAsync(file, "flow.dag.yaml", before => before!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('2', '3'), TestContext.Current.CancellationToken);

        Assert.Equal("a: 1\r\nb: 3\r\n", now);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "a: 1\r\nb: 3\r\n"u8], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_many_who_change_the_same_text_at_once_none_is_lost()
    {
        using var folder = new TemporaryFolder();
        using var texts = new TextFiles(TimeProvider.System);
        var file = folder.Write("a.txt", "");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => texts.ChangeAsync(file, "a.txt", before => before + "x", TestContext.Current.CancellationToken))));

        Assert.Equal(new string('x', 20), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_can_not_be_written_is_a_problem_of_the_server_and_not_of_the_text()
    {
        using var folder = new TemporaryFolder();
        using var texts = new TextFiles(TimeProvider.System);
        folder.Write("file", "");

        var problem = await Assert.ThrowsAsync<ProblemException>(() => texts.ChangeAsync(folder.At("file", "a.txt"), "file/a.txt", _ => "x", TestContext.Current.CancellationToken));

        Assert.Equal("file-unwritable", problem.Problem.Code);
    }

    [Fact]
    public async Task What_a_process_left_is_removed_and_what_an_editor_keeps_stays()
    {
        using var folder = new TemporaryFolder();
        using var texts = new TextFiles(TimeProvider.System);
        var left = folder.Write($".a.txt.{Guid.NewGuid():n}", "");
        var young = folder.Write($".a.txt.{Guid.NewGuid():n}", "");
        var editors = folder.Write(".a.txt.swp", "");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(editors, DateTime.UtcNow.AddDays(-2));

        await texts.ChangeAsync(folder.At("a.txt"), "a.txt", _ => "x", TestContext.Current.CancellationToken);

        Assert.Equal([false, true, true], new[] { left, young, editors }.Select(File.Exists));
    }
}
