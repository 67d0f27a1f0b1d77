using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class HeardLog : ILogger, ILoggerFactory
{
    public ConcurrentQueue<(string Event, string Message)> Lines { get; } = new();

    public IEnumerable<string> Events => Lines.Select(l => l.Event);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Name ?? "", formatter(state, exception)));
}
