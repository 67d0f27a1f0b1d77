using System.Text;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Models.Tests.Calls;

/// <summary>Answers by the number of the call, and remembers when each came.</summary>
internal sealed class ScriptedProvider(Func<int, (int Status, string Body)> script) : IModelProvider
{
    private readonly List<DateTimeOffset> times = [];
    private TimeProvider time = TimeProvider.System;

    public int Calls => times.Count;

    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public ScriptedProvider On(TimeProvider clock)
    {
        time = clock;
        return this;
    }

    /// <summary>Seconds between the calls.</summary>
    public IEnumerable<double> Waits(ManualTime clock) => times.Zip(times.Skip(1)).Select(pair => (pair.Second - pair.First).TotalSeconds);

    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        times.Add(time.GetUtcNow());
        var (status, body) = script(times.Count - 1);
        return Task.FromResult(new ModelResponse(status, Headers, new MemoryStream(Encoding.UTF8.GetBytes(body))));
    }
}
