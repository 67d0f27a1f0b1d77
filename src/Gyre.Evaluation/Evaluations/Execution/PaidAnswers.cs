using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Prices;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>
/// Writes every model answer of a run down as it comes, so that a line that was cut short after some of its calls does not pay
/// for them again: at a resume each stored answer is given once to the same request. Streams pass by.
/// </summary>
internal sealed class PaidAnswers : IModelProviders, IDisposable
{
    private readonly IModelProviders inner;
    private readonly string file;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<IModelProvider, Provider> providers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Queue<Answer>> stored = new(StringComparer.Ordinal);
    private FileStream? journal;

    /// <param name="inner">The ways to models.</param>
    /// <param name="file">The journal; read now where it is there, a torn last record dropped.</param>
    public PaidAnswers(IModelProviders inner, string file)
    {
        (this.inner, this.file) = (inner, file);
        if (File.Exists(file))
        {
            Load();
        }
    }

    /// <inheritdoc/>
    public RateLimitSignal RateLimits => inner.RateLimits;

    /// <inheritdoc/>
    public PriceBook? Prices => inner.Prices;

    /// <inheritdoc/>
    public IModelProvider For(Connection connection) => providers.GetOrAdd(inner.For(connection), provider => new Provider(provider, this));

    /// <inheritdoc/>
    public void Dispose() => journal?.Dispose();

    private void Load()
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var whole = 0L;
        while (reader.ReadLine() is { } line)
        {
            try
            {
                var answer = JsonSerializer.Deserialize<Answer>(line);
                if (answer is null)
                {
                    break;
                }

                if (!stored.TryGetValue(answer.Key, out var answers))
                {
                    stored[answer.Key] = answers = new Queue<Answer>();
                }

                answers.Enqueue(answer);
                whole += Encoding.UTF8.GetByteCount(line) + 1;
            }
            catch (JsonException)
            {
                // Torn by a kill.
                break;
            }
        }

        // What follows a torn record would be joined to it; a last record without its line break gets one.
        stream.SetLength(Math.Min(whole, stream.Length));
        if (whole > stream.Length)
        {
            stream.Seek(0, SeekOrigin.End);
            stream.WriteByte((byte)'\n');
        }
    }

    private Answer? Take(string key)
    {
        lock (gate)
        {
            return stored.TryGetValue(key, out var answers) && answers.TryDequeue(out var answer) ? answer : null;
        }
    }

    private void Keep(Answer answer)
    {
        var record = JsonSerializer.SerializeToUtf8Bytes(answer);
        lock (gate)
        {
            journal ??= new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            journal.Write([.. record, (byte)'\n']);
        }
    }

    /// <summary>One answer as it is stored.</summary>
    private sealed record Answer(string Key, int Status, Dictionary<string, string> Headers, string Body);

    private sealed class Provider(IModelProvider inner, PaidAnswers answers) : IModelProvider
    {
        public Dialect ChatDialect => inner.ChatDialect;

        public ModelTraits Traits => inner.Traits;

        public bool Speaks(ModelOperation operation) => inner.Speaks(operation);

        public string Redact(string text) => inner.Redact(text);

        public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            if (request.Stream)
            {
                return await inner.SendAsync(request, cancellationToken);
            }

            var key = Key(request);
            if (answers.Take(key) is { } paid)
            {
                return new ModelResponse(paid.Status, paid.Headers, new MemoryStream(Encoding.UTF8.GetBytes(paid.Body)));
            }

            using var response = await inner.SendAsync(request, cancellationToken);
            using var reader = new StreamReader(response.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(cancellationToken);
            if (response.Status is >= 200 and < 300)
            {
                answers.Keep(new Answer(key, response.Status, response.Headers.ToDictionary(StringComparer.Ordinal), body));
            }

            return new ModelResponse(response.Status, response.Headers, new MemoryStream(Encoding.UTF8.GetBytes(body)));
        }

        private static string Key(ModelRequest request)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{request.Operation}\n{request.Model}\n"));
            hash.AppendData(request.Body.ToMemory().Span);
            return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
        }
    }
}
