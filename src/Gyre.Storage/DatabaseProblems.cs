using System.Data.Common;
using System.Net.Sockets;
using Gyre.Kernel;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gyre.Storage;

/// <summary>Says what is the matter with a database in words that help.</summary>
internal static class DatabaseProblems
{
    // Primary result codes of SQLite: https://sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    public static Exception Of(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        Busy or Locked => Problem("database-busy", $"Another process holds the database '{path}'. Wait until it is done, or end it, and try again.", path, e),
        ReadOnly or CannotOpen => Problem("database-not-writable", $"The database '{path}' cannot be written. Make its folder writable, or point GYRE_HOME at a folder that is.", path, e),
        Full => Problem("disk-full", $"The disk of '{path}' is full. Free some space and try again; nothing that was finished is lost.", path, e),
        InputOutput => Problem("database-io", $"The disk reports an error at '{path}'. It may be full or failing; check it and try again.", path, e),
        Corrupt or NotADatabase => Problem("database-damaged", $"'{path}' is not a readable database. Move it away (a new one is made) or restore a copy.", path, e),
        _ => e,
    };

    // SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
    public static Exception Of(DbException e, string place) => e switch
    {
        PostgresException { SqlState: "28P01" or "28000" or "42501" } => Problem("database-refused", $"{place} does not let this user in, or not do this ({((PostgresException)e).MessageText}). Check user, password and rights in its address (GYRE_DATABASE, or 'database' in gyre.yaml).", null, e),
        PostgresException { SqlState: "3D000" } => Problem("database-refused", $"{place} does not exist. Create it (createdb), or correct its address (GYRE_DATABASE, or 'database' in gyre.yaml).", null, e),
        PostgresException { SqlState: "53100" } => Problem("disk-full", $"The disk of {place} is full. Free some space and try again; nothing that was finished is lost.", null, e),
        PostgresException { SqlState: "40P01" or "40001" or "55P03" } => Problem("database-busy", $"{place} is busy with conflicting changes. Try again.", null, e),
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53300" } => Problem("database-unreachable", $"{place} takes no work now ({((PostgresException)e).MessageText}). Try again when it does.", null, e),
        PostgresException => e,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => Problem("database-unreachable", $"{place} can't be reached ({e.InnerException!.Message}). Start it, or correct its address (GYRE_DATABASE, or 'database' in gyre.yaml).", null, e),
        _ => e,
    };

    public static ProblemException FolderNotWritable(string path, Exception e) =>
        Problem("database-not-writable", $"The folder of '{path}' cannot be made ({e.Message.TrimEnd('.')}). Point GYRE_HOME at a folder that can be written.", path, e);

    public static ProblemException Newer(string path, string room, int found, int known) =>
        Problem("database-newer", $"The database '{path}' was written by a newer Gyre ('{room}' is at version {found}, this program knows {known}). Use that Gyre, or another GYRE_HOME.", path, null);

    private static ProblemException Problem(string code, string message, string? path, Exception? inner) =>
        new(new Problem(code, message) { File = path }, inner);
}
