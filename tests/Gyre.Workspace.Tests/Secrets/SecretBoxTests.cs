using FsCheck;
using FsCheck.Fluent;
using Gyre.Kernel;
using Gyre.Testing;
using Gyre.Workspace.Secrets;

namespace Gyre.Workspace.Tests.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string KeyFile => folder.At("home", "secrets.key");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_text_comes_back()
    {
        var box = Box();
        Prop.ForAll<NonNull<string>>(text => box.Open(box.Seal(text.Get, "here"), "here") == text.Get).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_secret_is_not_in_what_is_stored_and_no_two_boxes_are_alike()
    {
        var box = Box();
        var (one, two) = (box.Seal("sk-secret", "here"), box.Seal("sk-secret", "here"));
        Assert.DoesNotContain("secret", one);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void The_key_file_is_for_its_owner_only_and_is_made_once()
    {
        var sealedText = Box().Seal("s", "here");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }

        Assert.Equal("s", Box().Open(sealedText, "here"));
        Assert.Equal([KeyFile], Directory.GetFiles(folder.At("home")));
    }

    [Fact]
    public async Task Many_that_make_the_key_at_once_agree()
    {
        for (var round = 0; round < 300; round++)
        {
            using var start = new Barrier(8);
            var boxes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return Box().Seal("s", "here");
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.All(boxes, b => Assert.Equal("s", Box().Open(b, "here")));
            Assert.Equal([KeyFile], Directory.GetFiles(folder.At("home")));
            File.Delete(KeyFile);
        }
    }

    [Fact]
    public void A_changed_box_is_refused_wherever_it_was_changed()
    {
        var box = Box();
        var whole = box.Seal("secret", "here");
        var start = whole.LastIndexOf('.') + 1;

        // Before the padding stands one character with bits that belong to no byte.
        for (var i = start; i < whole.Length - 3; i++)
        {
            var changed = whole[..i] + (whole[i] == 'A' ? 'B' : 'A') + whole[(i + 1)..];
            Assert.Equal("secret-damaged", Assert.Throws<ProblemException>(() => box.Open(changed, "here")).Problem.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("gyre1.abc.not-base64!")]
    [InlineData("gyre1.abc.AAAA")]
    public void What_is_no_box_is_refused(string text)
    {
        _ = Box().Seal("s", "here");
        Assert.Equal("secret-damaged", Assert.Throws<ProblemException>(() => Box().Open(text, "here")).Problem.Code);
    }

    [Fact]
    public void A_box_opens_only_where_it_belongs()
    {
        var box = Box();
        Assert.Throws<ProblemException>(() => box.Open(box.Seal("s", "'api_key' of connection 'a'"), "'api_key' of connection 'b'"));
    }

    [Fact]
    public void A_lost_key_is_told_and_not_replaced()
    {
        var whole = Box().Seal("s", "here");
        File.Delete(KeyFile);
        var e = Assert.Throws<ProblemException>(() => Box().Open(whole, "here"));
        Assert.Equal("secret-key-lost", e.Problem.Code);
        Assert.Contains(KeyFile, e.Message);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public void Another_key_is_told_apart_from_damage()
    {
        var whole = Box().Seal("s", "here");
        File.Delete(KeyFile);
        _ = Box().Seal("t", "here");
        Assert.Equal("secret-key-other", Assert.Throws<ProblemException>(() => Box().Open(whole, "here")).Problem.Code);
    }

    [Fact]
    public void The_environment_may_hold_the_key_and_then_no_file_is_made()
    {
        var key = Convert.ToBase64String(new byte[32]);
        var box = Box(key);
        Assert.Equal("s", Box(key).Open(box.Seal("s", "here"), "here"));
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAAA")]
    public void A_key_of_the_wrong_size_is_told_with_the_way_to_make_one(string key)
    {
        var e = Assert.Throws<ProblemException>(() => Box(key).Seal("s", "here"));
        Assert.Equal("secret-key-invalid", e.Problem.Code);
        Assert.Contains("openssl rand -base64 32", e.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told()
    {
        folder.Write("home", "a file in the place of the folder");
        Assert.Equal("secret-key-not-writable", Assert.Throws<ProblemException>(() => Box().Seal("s", "here")).Problem.Code);
    }

    private SecretBox Box(string? variable = null) => new(new SecretKey(KeyFile, name => name == SecretKey.Variable ? variable : null));
}
