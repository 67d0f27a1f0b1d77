using Npgsql;
using NpgsqlTypes;

namespace Gyre.Storage.Bulk;

/// <summary>Rows of one <c>COPY</c>.</summary>
internal sealed class PostgresRows(NpgsqlBinaryImporter copy) : RowWriter, IAsyncDisposable
{
    public Task BeginAsync(CancellationToken cancellationToken) => copy.StartRowAsync(cancellationToken);

    public override void Text(string? value)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            // The server has no place for this one character.
            copy.Write(value.Contains('\0', StringComparison.Ordinal) ? value.Replace('\0', '\uFFFD') : value, NpgsqlDbType.Text);
        }
    }

    public override void Number(long? value)
    {
        if (value is { } number)
        {
            copy.Write(number, NpgsqlDbType.Bigint);
        }
        else
        {
            copy.WriteNull();
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => await copy.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => copy.DisposeAsync();
}
