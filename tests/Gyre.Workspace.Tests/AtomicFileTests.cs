using Gyre.Testing;

namespace Gyre.Workspace.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        var file = Path.Combine(folder.Path, "deep", "a.txt");
        AtomicFile.Write(file, stream => stream.Write("old"u8));

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(file, stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void Who_may_read_and_run_a_file_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = folder.Write("run.py", "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(file, Mode);

        AtomicFile.Write(file, stream => stream.Write("new"u8));

        Assert.Equal(("new", Mode), (File.ReadAllText(file), File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_link_stays_one_and_the_file_that_it_leads_to_is_replaced()
    {
        var shared = folder.Write("shared/a.prompty", "old");
        Directory.CreateDirectory(folder.At("prompts"));
        File.CreateSymbolicLink(folder.At("prompts", "a.prompty"), "../shared/a.prompty");

        AtomicFile.Write(folder.At("prompts", "a.prompty"), stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(shared));
        Assert.NotNull(new FileInfo(folder.At("prompts", "a.prompty")).LinkTarget);
    }

    [Fact]
    public void Writers_at_the_same_time_do_not_mix()
    {
        var file = Path.Combine(folder.Path, "b.txt");
        Parallel.For(0, 8, i => AtomicFile.Write(file, stream => stream.Write([.. Enumerable.Repeat((byte)('a' + i), 100_000)])));
        Assert.Single(File.ReadAllText(file).Distinct());
    }
}
