using System.Globalization;
using Gyre.Kernel;
using Npgsql;

namespace Gyre.Storage;

/// <summary>Reads the two ways to write where a PostgreSQL database is: a URL, or Npgsql's <c>Host=…;Database=…</c>.</summary>
internal static class PostgresAddress
{
    private const string Example = "postgres://user:password@host:5432/database";

    /// <summary>Whether the text means a PostgreSQL server rather than a file.</summary>
    public static bool Matches(string address) => IsUrl(address) || address.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ProblemException"><c>database-address</c>: it can't be read; the message does not repeat it, as it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string address)
    {
        try
        {
            var read = IsUrl(address) ? OfUrl(address) : new NpgsqlConnectionStringBuilder(address);
            read.ApplicationName ??= "gyre";
            return read;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ProblemException(new Problem("database-address", $"The address of the PostgreSQL database can't be read. Write it as {Example}, options after a question mark."), e);
        }
    }

    /// <summary><c>postgres://host:5432/database</c>, without user and password.</summary>
    public static string Shown(NpgsqlConnectionStringBuilder address) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres://{address.Host}:{address.Port}/{address.Database ?? address.Username}");

    private static bool IsUrl(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder OfUrl(string address)
    {
        var url = new Uri(address);
        var read = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host) };
        if (url.Port > 0)
        {
            read.Port = url.Port;
        }

        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            read.Database = Uri.UnescapeDataString(database);
        }

        if (url.UserInfo.Length > 0)
        {
            var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
            read.Username = Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
            read.Password = colon < 0 ? null : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]);
        }

        foreach (var option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(equals < 0 ? option : option[..equals]);
            var value = equals < 0 ? "" : Uri.UnescapeDataString(option[(equals + 1)..]);
            // libpq's words where Npgsql has its own.
            read[name switch { "sslmode" => "SSL Mode", "application_name" => "Application Name", "connect_timeout" => "Timeout", _ => name }] =
                name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return read;
    }
}
