using System.Data.Common;

namespace Gyre.Storage;

/// <summary>Where a database runs. Rooms write one SQL for both; what must differ is in the engine.</summary>
public enum DatabaseKind
{
    /// <summary>One file in the workspace.</summary>
    Sqlite,

    /// <summary>A server that several nodes share.</summary>
    Postgres,
}

/// <summary>What the two databases do in their own way.</summary>
internal abstract class DatabaseEngine
{
    /// <summary>Which one it is.</summary>
    public abstract DatabaseKind Kind { get; }

    /// <summary>Where it is, in words that hold no secret.</summary>
    public abstract string Place { get; }

    /// <summary>The statement that tells the library's or server's version.</summary>
    public abstract string VersionSql { get; }

    /// <summary>The table that remembers which migrations ran.</summary>
    public abstract string MigrationsTable { get; }

    /// <summary>Counts 0 or 1: whether <see cref="MigrationsTable"/> is there.</summary>
    public abstract string MigrationsTableExists { get; }

    /// <summary>Makes what has to be there before the first connection.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>An open connection, to be disposed after use.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Keeps other processes from migrating at the same time, until the transaction ends.</summary>
    public abstract Task LockMigrationsAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A migration's script in this engine's words.</summary>
    public abstract string Script(string sql);

    /// <summary>What went wrong in words that help; the exception itself where it is nothing a user can mend.</summary>
    public abstract Exception Explain(DbException exception);
}
