namespace Gyre.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_names_what_is_here_and_how_to_get_what_is_not()
    {
        using var gyre = new Gyre();
        gyre.Environment["PATH"] = gyre.At("nothing");
        var printed = await gyre.RunAsync("doctor");
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("SQLite", printed.Output, StringComparison.Ordinal);
        Assert.Contains("poppler", printed.Output, StringComparison.Ordinal);
        Assert.Contains(gyre.At("home"), printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_bad_health()
    {
        using var gyre = new Gyre();
        gyre.Write("home", "a file");
        var printed = await gyre.RunAsync("doctor");
        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("GYRE_HOME", printed.Output, StringComparison.Ordinal);
    }
}
