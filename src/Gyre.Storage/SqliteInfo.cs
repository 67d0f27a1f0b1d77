using SQLitePCL;

namespace Gyre.Storage;

/// <summary>Which SQLite is in use; for people who look after a machine.</summary>
/// <param name="Version">For instance <c>3.40.1</c>.</param>
/// <param name="IsSystem">The operating system's own, not the one that ships with the program.</param>
public sealed record SqliteInfo(string Version, bool IsSystem)
{
    /// <summary>Loads the library where that has not happened yet.</summary>
    public static SqliteInfo Current()
    {
        SqliteLibrary.Initialize();
        return new SqliteInfo(raw.sqlite3_libversion().utf8_to_string(), SqliteLibrary.IsSystem);
    }
}
