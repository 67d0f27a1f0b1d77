using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Gyre.Testing;

/// <summary>
/// A PostgreSQL server for tests: the one <c>GYRE_TEST_POSTGRES</c> names, else a throw-away one per test process,
/// started from the installed programs as an unprivileged user and gone with the process.
/// </summary>
internal static class PostgresServer
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>The connection string; skips the test where there is no server to be had.</summary>
    public static Task<string> AddressAsync()
    {
        var given = Environment.GetEnvironmentVariable("GYRE_TEST_POSTGRES");
        Assert.SkipUnless(given is { Length: > 0 } || Programs() is not null, "needs PostgreSQL (apt-get install postgresql), or a server named by GYRE_TEST_POSTGRES");
        return given is { Length: > 0 } ? Task.FromResult(given) : Started.Value;
    }

    private static string? Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gyre-postgres-").FullName;
        var port = FreePort();
        // Reading the pipe tells the shell when this process has gone, however it went; then the server goes and its files with it.
        var script = $"""
            set -e
            as=""
            if [ "$(id -u)" = 0 ]; then chown nobody "{folder}"; as="runuser -u nobody --"; fi
            cd "{folder}"
            $as {Programs()}/initdb -D data -U gyre -A trust -N -E UTF8 --locale=C >/dev/null
            $as {Programs()}/postgres -D data -h 127.0.0.1 -p {port} -k "{folder}" -c fsync=off -c full_page_writes=off -c max_connections=200 >log 2>&1 &
            server=$!
            cat >/dev/null
            kill -QUIT $(head -1 data/postmaster.pid) 2>/dev/null || true
            wait $server || true
            rm -rf "{folder}"
            """;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            shell.StandardInput.Dispose();
            shell.WaitForExit(TimeSpan.FromSeconds(10));
        };
        var address = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=gyre;Database=postgres");
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(address);
                await connection.OpenAsync();
                return address;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(60) && !shell.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
