using System.Globalization;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>
/// Answers from recordings, byte for byte and in the pieces they came in. Equal requests get their answers in the order
/// they were recorded, the last one again when they are used up; a request that was never recorded is a problem.
/// </summary>
/// <param name="folder">Made by a <see cref="RecordingProvider"/>.</param>
/// <param name="speed">1 for the recorded timing, 2 for twice as fast, 0 for at once.</param>
/// <param name="time">The clock of the timing.</param>
/// <param name="dialect">Whose chats were recorded; null to look at the recordings.</param>
internal sealed class ReplayProvider(string folder, double speed = 0, TimeProvider? time = null, Dialect? dialect = null) : IModelProvider
{
    private readonly RecordingFolder recordings = new(folder);
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly Lazy<HashSet<ModelOperation>> recorded = new(() => Recorded(folder));

    /// <inheritdoc/>
    public Dialect ChatDialect => dialect ?? (recorded.Value.Contains(ModelOperation.Chat) ? Dialect.OpenAi : recorded.Value.FirstOrDefault(o => o.IsChat).Dialect);

    /// <summary>What was recorded, and the whole dialect of it, so that a miss names the nearest recording.</summary>
    public bool Speaks(ModelOperation operation) => operation.Dialect == ChatDialect || recorded.Value.Contains(operation);

    /// <summary>Of a connection of type <c>replay</c>.</summary>
    /// <exception cref="ProblemException"><c>connection-incomplete</c>, <c>connection-invalid</c>.</exception>
    public static ReplayProvider Open(Connection connection, TimeProvider? time = null)
    {
        var folder = connection["folder"];
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new ProblemException(new Problem("connection-incomplete", $"Connection '{connection.Name}' has no 'folder' with recordings.") { Field = "folder" });
        }

        return double.TryParse(connection["speed"] ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed >= 0
            ? new ReplayProvider(folder, speed, time)
            : throw new ProblemException(new Problem("connection-invalid", $"'speed' of connection '{connection.Name}' must be a number from 0 on, but is '{connection["speed"]}'.") { Field = "speed" });
    }

    /// <inheritdoc/>
    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = RequestKey.Normalise(request.Body.ToMemory());
        var file = recordings.Next(RequestKey.Of(request, body)) ?? throw ReplayMiss.Of(request, body, recordings);
        var recording = Recording.Read(file);
        return Task.FromResult(new ModelResponse(recording.Status, recording.Headers, new ReplayStream(recording.Chunks, speed, time, time.GetTimestamp())));
    }

    private static HashSet<ModelOperation> Recorded(string folder) =>
        [.. new RecordingFolder(folder).All().Select(r => Enum.TryParse<ModelOperation>(r.Recording.Operation, out var operation) ? operation : ModelOperation.Chat)];
}
