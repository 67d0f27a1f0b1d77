using System.Reflection;

namespace Gyre.Storage.Tests;

public sealed class RoomMigrationsTests
{
    [Fact]
    public void An_assemblys_scripts_are_found_and_named_after_the_room()
    {
        var room = RoomMigrations.Of(Assembly.GetExecutingAssembly());

        Assert.Equal("tests", room.Room);
        Assert.Equal([(1, "letters"), (2, "letters_have_stamps")], room.Steps.Select(s => (s.Version, s.Name)));
        Assert.Contains("CREATE TABLE letters", room.Steps[0].Sql, StringComparison.Ordinal);
    }
}
