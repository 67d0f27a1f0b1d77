using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Files;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Routing;

/// <summary>A workspace with connections, a catalog, a clock and, as the test writes them, files in <c>gateway/</c>.</summary>
internal sealed class RouteWorkspace : IRouteConnections, IKnownModels, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RouteWorkspace(params ReadOnlySpan<string> files)
    {
        Book = new HealthBook(Time);
        Directory.CreateDirectory(Folder);
        foreach (var (i, text) in files.ToArray().Index())
        {
            folder.Write($"gateway/{i}.yaml", text);
        }
    }

    public ManualTime Time { get; } = new();

    public HealthBook Book { get; }

    public string Folder => folder.At("gateway");

    /// <summary>The caller of the requests that are begun.</summary>
    public CancellationToken Client { get; set; }

    public List<Connection> Connections { get; } = [Connection("openai"), Connection("azure", "AzureOpenAIConnection"), Connection("anthropic", "AnthropicConnection"), Connection("backup")];

    public RouteTable Table => Read().Table ?? throw new InvalidOperationException(string.Join('\n', Read().Faults));

    public static Connection Connection(string name, string type = "OpenAIConnection") => new() { Name = name, Type = type };

    public RouteReading Read() => RouteReading.Of(Folder, Connections, this, Book);

    public string Write(string name, string text) => folder.Write($"gateway/{name}", text);

    public Attempts Begin(string model, RouteQuery query = default, int seed = 1) => Begin(Table, model, query, seed);

    public Attempts Begin(RouteTable table, string model, RouteQuery query = default, int seed = 1) =>
        new Router(Time, prices: null, new Random(seed)).Begin(table, table.Find(model)!, query, Client);

    public ValueTask<IReadOnlyList<Connection>> ListAsync(CancellationToken cancellationToken) => new([.. Connections]);

    public string? ProviderOf(Connection connection) => connection.Name is "openai" or "anthropic" ? connection.Name : null;

    public bool Offers(string provider, string model) => ModelsOf(provider).Contains(model);

    public IEnumerable<string> ModelsOf(string provider) => provider == "openai" ? ["gpt-4.1", "gpt-4.1-mini"] : provider == "anthropic" ? ["claude-sonnet-4"] : [];

    public CatalogModel? Behind(Connection connection, string baseModel) => ModelCatalog.BuiltIn.Behind(connection.Name, baseModel);

    public IReadOnlyList<string> Nearest(string model) => ModelCatalog.BuiltIn.Nearest(model);

    public void Dispose() => folder.Dispose();
}
