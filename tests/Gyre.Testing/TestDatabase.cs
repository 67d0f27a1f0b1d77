using Npgsql;

namespace Gyre.Testing;

/// <summary>An empty database of a test's own; gone at the end of the test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TemporaryFolder? folder;
    private readonly (string Server, string Schema)? schema;

    private TestDatabase(string address, TemporaryFolder? folder, (string Server, string Schema)? schema)
    {
        Address = address;
        this.folder = folder;
        this.schema = schema;
    }

    /// <summary>What <c>GyreDatabase.OpenAsync</c> takes.</summary>
    public string Address { get; }

    /// <summary>A file.</summary>
    public static TestDatabase Sqlite()
    {
        var own = new TemporaryFolder();
        return new TestDatabase(own.At("gyre.db"), own, null);
    }

    /// <summary>A schema of its own on a server; skips the test where there is no PostgreSQL.</summary>
    public static async Task<TestDatabase> PostgresAsync()
    {
        var server = await PostgresServer.AddressAsync();
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE SCHEMA {name}");
        return new TestDatabase(new NpgsqlConnectionStringBuilder(server) { SearchPath = name, MaxPoolSize = 20 }.ToString(), null, (server, name));
    }

    /// <summary>One of them by its word, <c>sqlite</c> or <c>postgres</c>, for theories over both.</summary>
    public static async Task<TestDatabase> OfAsync(string kind) => kind == "postgres" ? await PostgresAsync() : Sqlite();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        folder?.Dispose();
        if (schema is var (server, name))
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(Address));
            await ExecuteAsync(server, $"DROP SCHEMA {name} CASCADE");
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
