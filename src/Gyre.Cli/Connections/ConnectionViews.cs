using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Connections;
using Gyre.Workspace;
using Gyre.Workspace.Yaml;
using Spectre.Console;

namespace Gyre.Cli.Connections;

/// <summary>How connections are found and shown; secrets are masked before they get here.</summary>
internal static class ConnectionViews
{
    public static ConnectionStore Store(Invocation call) => new(call.Home, call.Host.Time, call.Host.Environment);

    /// <summary>Asks at the terminal, or null where there is nobody.</summary>
    public static AskForSecret? Asking(Invocation call) => call.Host.InputIsTerminal
        ? (connection, field, _) => ValueTask.FromResult(Terminal.ReadSecret(call.Host.Error, $"{field} of '{connection}': "))
        : null;

    /// <summary>The workspace's first, since they win; then the stored ones.</summary>
    public static async Task<IReadOnlyList<StoredConnection>> AllAsync(Invocation call, CancellationToken cancellationToken)
    {
        var workspace = call.Home.WorkspaceFile is { } file ? WorkspaceFile.Read(file).Connections.Select(c => OfWorkspace(c.Key, c.Value)).ToList() : [];
        var stored = await Store(call).ListAsync(cancellationToken);
        return [.. workspace, .. stored.Where(s => workspace.TrueForAll(w => w.Connection.Name != s.Connection.Name))];
    }

    public static void Show(Invocation call, StoredConnection connection)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => Write(json, connection));
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in Fields(connection))
        {
            grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Markup(Markup.Escape(value ?? "")));
        }

        call.Output.Write(grid);
    }

    public static void Write(Utf8JsonWriter json, StoredConnection stored)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Fields(stored))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    // What stands in gyre.yaml has no dates.
    private static IEnumerable<KeyValuePair<string, string?>> Fields(StoredConnection stored) =>
        stored.Shown.Where(f => stored.CreatedAt != default || f.Key is not "created_date" and not "last_modified_date");

    // A secret in gyre.yaml is a reference to the environment; it is masked all the same.
    private static StoredConnection OfWorkspace(string name, YamlMap map)
    {
        var type = ConnectionTypes.Find((map["type"] as YamlScalar)?.Text ?? "");
        var fields = map.Entries.Where(e => e.Name is not "type" and not "name" and not "$schema" && e.Value is YamlScalar).ToList();
        var secrets = type?.Fields.Where(f => f.Secret).Select(f => f.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        var connection = new Connection
        {
            Name = name,
            Type = type?.ClassName ?? (map["type"] as YamlScalar)?.Text ?? "unknown",
            Configs = fields.Where(f => !secrets.Contains(f.Name)).ToDictionary(f => f.Name, f => (string?)((YamlScalar)f.Value).Text, StringComparer.Ordinal),
            Secrets = fields.Where(f => secrets.Contains(f.Name)).ToDictionary(f => f.Name, _ => StoredConnection.Mask, StringComparer.Ordinal),
        };
        return new StoredConnection(connection, default, default);
    }
}
