using Gyre.Kernel;

namespace Gyre.Storage.Tests;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://gyre:s%40cret@db.example:6432/llm?sslmode=verify-full")]
    [InlineData("postgresql://gyre:s%40cret@db.example:6432/llm?sslmode=verify-full")]
    [InlineData("Host=db.example;Port=6432;Username=gyre;Password=s@cret;Database=llm;SSL Mode=VerifyFull")]
    public void Both_ways_of_writing_an_address_are_read(string address)
    {
        Assert.True(PostgresAddress.Matches(address));

        var read = PostgresAddress.Read(address);

        Assert.Equal(("db.example", 6432, "gyre", "s@cret", "llm", Npgsql.SslMode.VerifyFull), (read.Host, read.Port, read.Username, read.Password, read.Database, read.SslMode));
        Assert.Equal("postgres://db.example:6432/llm", PostgresAddress.Shown(read));
    }

    [Theory]
    [InlineData("postgres://gyre:hunter2@db:notaport/llm")]
    [InlineData("postgres://gyre:hunter2@db/llm?no_such_option=1")]
    [InlineData("Host=db;Password=hunter2;Nonsense=1")]
    public void What_cannot_be_read_is_told_without_the_password(string address)
    {
        var e = Assert.Throws<ProblemException>(() => PostgresAddress.Read(address));

        Assert.Equal("database-address", e.Problem.Code);
        Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_as_such()
    {
        var e = await Assert.ThrowsAsync<ProblemException>(() => GyreDatabase.OpenAsync("postgres://gyre@127.0.0.1:1/llm", [], TestContext.Current.CancellationToken));

        Assert.Equal("database-unreachable", e.Problem.Code);
        Assert.Contains("GYRE_DATABASE", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/lib/gyre/gyre.db")]
    [InlineData("gyre.db")]
    public void A_path_is_a_file(string address) => Assert.False(PostgresAddress.Matches(address));
}
