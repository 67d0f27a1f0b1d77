using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Dapper;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Surfaces;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>A gateway on a port of its own over a temporary workspace, with connections of several kinds that all lead to one upstream.</summary>
internal sealed class GatewayPlace : IAsyncDisposable
{
    private readonly TemporaryFolder workspace;
    private readonly WebApplication app;
    private readonly GyreDatabase database;
    private readonly ConcurrentBag<Task> running;

    private GatewayPlace(TemporaryFolder workspace, WebApplication app, GyreDatabase database, GatewayRoom room, Upstream upstream, ConcurrentBag<Task> running)
    {
        (this.workspace, this.app, this.database, this.running, Room, Upstream) = (workspace, app, database, running, room, upstream);
        Client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public GatewayRoom Room { get; }

    public Upstream Upstream { get; }

    public HttpClient Client { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens it.</summary>
    /// <param name="files">Of the folder <c>gateway/</c>.</param>
    public static Task<GatewayPlace> OpenAsync(params string[] files) => OpenAsync(TimeProvider.System, new GatewayOptions(), files);

    public static Task<GatewayPlace> OpenAsync(TimeProvider time, GatewayOptions options, params string[] files) =>
        OpenAsync(time, options, Named(files), "openai", NullLoggerFactory.Instance);

    public static Task<GatewayPlace> OpenAsync(ILoggerFactory logs, params string[] files) => OpenAsync(TimeProvider.System, new GatewayOptions(), Named(files), "openai", logs);

    /// <summary>Opens it.</summary>
    /// <param name="files">Of the workspace.</param>
    /// <param name="provider">Whose the connection <c>openai</c> is.</param>
    public static Task<GatewayPlace> OpenAsync(IReadOnlyDictionary<string, string> files, string provider = "openai") => OpenAsync(TimeProvider.System, new GatewayOptions(), files, provider, NullLoggerFactory.Instance);

    private static Dictionary<string, string> Named(string[] files) => files.Index().ToDictionary(f => $"gateway/{f.Index}.yaml", f => f.Item);

    private static async Task<GatewayPlace> OpenAsync(TimeProvider time, GatewayOptions options, IReadOnlyDictionary<string, string> files, string provider, ILoggerFactory logs)
    {
        var upstream = await Upstream.StartAsync();
        var folder = new TemporaryFolder();
        folder.Write("gyre.yaml", $$"""
            name: test
            connections:
              openai: {type: open_ai_compatible, api_key: sk-test, base_url: "{{upstream.Address}}/v1", provider: {{provider}}}
              other: {type: open_ai_compatible, api_key: sk-test, base_url: "{{upstream.Address}}/v1", provider: openai}
              anthropic: {type: anthropic, api_key: sk-test, base_url: "{{upstream.Address}}"}
              recorded: {type: open_ai_compatible, api_key: sk-test, base_url: "{{upstream.Address}}/v1", provider: openai, record: recordings}
              unknown: {type: open_ai_compatible, api_key: sk-test, base_url: "{{upstream.Address}}/v1"}
              gemini: {type: gemini, api_key: sk-test, base_url: "{{upstream.Address}}"}
            """);
        foreach (var (path, text) in files)
        {
            folder.Write(path, text);
        }

        var home = new GyreHome(folder.At(".gyre"), folder.Path);
        home.EnsureExists();
        var tables = await GyreDatabase.OpenAsync(home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RoomMigrations.Of(typeof(GatewayRoom).Assembly)], Stop);
        var room = await GatewayRoom.OpenAsync(home, tables, options, _ => null, time, logs, Stop);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var requests = new ConcurrentBag<Task>();
        web.Use(async (http, next) =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            requests.Add(done.Task);
            try
            {
                await next(http);
            }
            finally
            {
                done.SetResult();
            }
        });
        web.MapGateway(room);
        await web.StartAsync(Stop);
        return new GatewayPlace(folder, web, tables, room, upstream, requests);
    }

    /// <summary>A path of the workspace.</summary>
    public string At(params string[] parts) => workspace.At(parts);

    /// <summary>Posts JSON.</summary>
    /// <param name="path">As <c>/v1/chat/completions</c>.</param>
    /// <param name="json">The body.</param>
    /// <param name="headers">As <c>name: value</c>.</param>
    public async Task<HttpResponseMessage> PostAsync(string path, string json, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        }

        return await Client.SendAsync(request, Stop);
    }

    /// <summary>Makes a key and gives its text.</summary>
    public async Task<string> KeyAsync(string name, string? project = null) =>
        (await Room.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = name, Project = project }, "test", Stop)).Text;

    /// <summary>Makes a hard budget <c>b</c> over everybody.</summary>
    public async Task BudgetAsync(decimal dollars)
    {
        await Room.Accounts.Quotas.CreateAsync(
            new Quota { Id = Guid.CreateVersion7(), Kind = QuotaKind.Budget, Name = "b", Level = QuotaLevel.Everyone, Unit = QuotaUnit.Usd, Amount = NanoDollars.Of(dollars).Count, Span = QuotaSpan.Total, StartsAt = DateTimeOffset.UnixEpoch, Hard = true }, "test", Stop);
        await Room.Accounts.RefreshAsync(Stop);
    }

    /// <summary>Writes a file of <c>gateway/</c> and takes it over.</summary>
    public async Task WriteAsync(string name, string text)
    {
        workspace.Write($"gateway/{name}", text);
        await Room.Routes.ReloadAsync(Stop);
    }

    /// <summary>Waits until the gateway is done with every request: a client has its answer a moment before.</summary>
    public Task SettledAsync() => Task.WhenAll(running).WaitAsync(Stop);

    /// <summary>The ledger so far, in order.</summary>
    public async Task<IReadOnlyList<LedgerLine>> LedgerAsync()
    {
        await SettledAsync();
        await Room.Ledger.FlushAsync(Stop);
        return (await database.ReadAsync(
            c => c.QueryAsync<LedgerLine>("SELECT outcome, status, cause, cost, charges, estimated, fresh_input AS input, output, images, audio_ms AS audio, characters, connection, attempts, trace_id AS trace, key_id AS key FROM usage_ledger ORDER BY id"), Stop)).AsList();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Room.DisposeAsync();
        await Upstream.DisposeAsync();
        workspace.Dispose();
    }

    /// <summary>Of a row what these tests look at.</summary>
    public sealed record LedgerLine
    {
        public string Outcome { get; init; } = "";

        public long Status { get; init; }

        public string? Cause { get; init; }

        public long? Cost { get; init; }

        public string? Charges { get; init; }

        public long Estimated { get; init; }

        public long? Input { get; init; }

        public long? Output { get; init; }

        public long? Images { get; init; }

        public long? Audio { get; init; }

        public long? Characters { get; init; }

        public string? Connection { get; init; }

        public long Attempts { get; init; }

        public string? Trace { get; init; }

        public string? Key { get; init; }
    }
}
