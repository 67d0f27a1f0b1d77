using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Testing;

namespace Gyre.Server.Tests.Clients;

/// <summary>The official npm clients, in one process of Node for all tests. They are installed beside their package.json when missing.</summary>
internal sealed class NodeClients : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Process node;
    private readonly Task reading;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Heard>> open = new();
    private int last;

    private NodeClients(Process node)
    {
        this.node = node;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Where the packages are.</summary>
    public static string Folder => RepositoryFiles.At("tests", "Gyre.Server.Tests", "clients");

    /// <summary>Starts Node; null and the reason where Node, npm or the packages are not to be had.</summary>
    public static async Task<(NodeClients? Clients, string Why)> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ollama")))
            {
                using var npm = Start("npm", "ci --no-audit --no-fund --ignore-scripts");
                await npm.WaitForExitAsync(cancellationToken);
                if (npm.ExitCode != 0)
                {
                    return (null, $"The npm clients can't be installed: npm ci in {Folder} failed.");
                }
            }

            return (new NodeClients(Start("node", "main.mjs")), "");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, "Node and npm are not on PATH.");
        }
    }

    /// <summary>A client in that process.</summary>
    /// <param name="name">Of the script: chat, responses, anthropic, gemini, ollama.</param>
    /// <param name="address">What the client is given as its base.</param>
    /// <param name="azure">AzureOpenAI instead of OpenAI.</param>
    public IVendorClient Client(string name, string address, bool azure = false) => new One(this, name, address, azure);

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        await reading;
        node.Dispose();
    }

    private static Process Start(string program, string arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        if (program == "npm")
        {
            _ = process.StandardOutput.ReadToEndAsync();
        }

        return process;
    }

    private async Task ReadAsync()
    {
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            var reply = JsonSerializer.Deserialize<Reply>(line, Json)!;
            if (open.TryRemove(reply.Id, out var waiting))
            {
                waiting.SetResult(reply.Heard);
            }
        }
    }

    private Task<Heard> AskAsync(One client, ClientTask task, string model, string key, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref last);
        var waiting = open[id] = new TaskCompletionSource<Heard>(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.Serialize(new { id, client = client.Name, task, model, key, @base = client.Address, azure = client.Azure }, Json);
        lock (node)
        {
            node.StandardInput.WriteLine(line);
        }

        return waiting.Task.WaitAsync(cancellationToken);
    }

    private sealed record Reply(int Id, Heard Heard);

    private sealed record One(NodeClients Node, string Name, string Address, bool Azure) : IVendorClient
    {
        public Task<Heard> DoAsync(ClientTask task, string model, string key, CancellationToken cancellationToken) =>
            Node.AskAsync(this, task, model, key, cancellationToken);
    }
}
