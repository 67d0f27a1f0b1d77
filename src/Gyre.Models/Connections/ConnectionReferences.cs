using System.Text.RegularExpressions;
using Gyre.Kernel;

namespace Gyre.Models.Connections;

/// <summary>Fills <c>${env:NAME}</c> and <c>${file:path}</c> in a connection's values. It is done when the connection is used, so what is stored are the references.</summary>
internal static partial class ConnectionReferences
{
    /// <summary>The connection with every reference filled.</summary>
    /// <param name="connection">As written or stored.</param>
    /// <param name="environment">Reads a variable; the process's environment unless given.</param>
    /// <exception cref="ProblemException"><c>connection-reference</c>: a variable is not set or a file not there.</exception>
    public static Connection Resolve(Connection connection, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;

        // Where answers come from recordings nobody needs the key, in a build server least of all.
        var replaying = environment("GYRE_REPLAY") is { Length: > 0 };
        var read = replaying ? name => environment(name) ?? "" : environment;
        return connection with
        {
            Configs = connection.Configs.ToDictionary(c => c.Key, c => c.Value is null ? null : Fill(connection, c.Key, c.Value, read), StringComparer.Ordinal),
            Secrets = connection.Secrets.ToDictionary(s => s.Key, s => Fill(connection, s.Key, s.Value, read), StringComparer.Ordinal),
        };
    }

    /// <summary>Relative <c>${file:…}</c> paths become absolute, so that they hold wherever the connection is used.</summary>
    internal static string Anchor(string value, string folder) =>
        Reference().Replace(value, m => m.Groups["kind"].Value == "file" ? $"${{file:{Path.GetFullPath(m.Groups["name"].Value.Trim(), folder)}}}" : m.Value);

    private static string Fill(Connection connection, string field, string value, Func<string, string?> environment)
    {
        return value.Contains("${", StringComparison.Ordinal) ? Reference().Replace(value, One) : value;

        string One(Match reference)
        {
            var name = reference.Groups["name"].Value.Trim();
            return reference.Groups["kind"].Value == "env"
                ? environment(name) ?? throw Unfilled(connection, field, $"reads the environment variable {name}, which is not set. Set it and try again.")
                : FileText(connection, field, name);
        }
    }

    private static string FileText(Connection connection, string field, string path)
    {
        try
        {
            // Secret files are written with echo and editors: the line end is not part of the key.
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unfilled(connection, field, $"reads the file '{path}', which cannot be read ({e.Message.TrimEnd('.')}).");
        }
    }

    private static ProblemException Unfilled(Connection connection, string field, string what) =>
        new(new Problem("connection-reference", $"'{field}' of connection '{connection.Name}' {what}") { Field = field });

    [GeneratedRegex(@"\$\{(?<kind>env|file):(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
