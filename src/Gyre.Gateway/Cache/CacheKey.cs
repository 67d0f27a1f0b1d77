using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Routing;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Gateway.Cache;

/// <summary>SHA-256 of everything an answer depends on.</summary>
internal readonly record struct CacheKey(UInt128 High, UInt128 Low)
{
    // What says how the answer is sent, or only who asks. The model is in the pool.
    private static readonly FrozenSet<string> Without = FrozenSet.Create(StringComparer.Ordinal, "model", "stream", "stream_options", "user", "safety_identifier", "metadata");

    // With these the answer depends on what the provider keeps and changes.
    private static readonly FrozenSet<string> Stateful = FrozenSet.Create(StringComparer.Ordinal, "conversation", "container", "background");

    // Those of the client's headers that go on to the provider and may change its answer.
    private static readonly string[] Headers = ["anthropic-beta", "anthropic-version", "openai-beta", "openai-organization", "openai-project", "x-goog-user-project"];

    /// <summary>Of a request that wants a whole answer; null where its answer can't be given again.</summary>
    public static CacheKey? Of(ClientCall call, Pool pool)
    {
        if (!IsRepeatable(call.Operation) || call.Form is not null)
        {
            return null;
        }

        using var all = new AnswerBuffer();
        Tenant(call.Caller, all);
        Put(OperationNames.Of(call.Operation == ModelOperation.StreamGenerateContent ? ModelOperation.GenerateContent : call.Operation), all);
        Put(pool.Name, all);
        foreach (var target in pool.Targets)
        {
            // Another model behind the same name answers otherwise.
            Put(target.Hash, all);
        }

        foreach (var name in Headers)
        {
            Put(call.Http.Request.Headers[name].ToString(), all);
        }

        return JsonSaying.TryWrite(call.Body.Span, Without, Stateful, all) ? Hashed(all.Span) : null;
    }

    /// <summary>Of the same request that wants a stream.</summary>
    /// <param name="options">How it wants it, as written.</param>
    public CacheKey Streamed(ReadOnlySpan<byte> options)
    {
        var bytes = new byte[32 + options.Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        options.CopyTo(bytes.AsSpan(32));
        return Hashed(bytes);
    }

    private static CacheKey Hashed(ReadOnlySpan<byte> all)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(all, hash);
        return new CacheKey(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    // Pictures and speech are asked for again to get another, and are large; raw paths may do anything.
    private static bool IsRepeatable(ModelOperation operation) =>
        operation.IsChat || operation.IsEmbedding
        || operation is ModelOperation.Completion or ModelOperation.Moderation or ModelOperation.Rerank or ModelOperation.CountTokens or ModelOperation.CountGeminiTokens;

    // Callers of one project share answers, those of a team without projects too, and keys of neither nothing. A key that is held to
    // regions shares with those that are held to the same.
    private static void Tenant(Caller caller, AnswerBuffer to)
    {
        Put(caller.Team ?? "", to);
        Put(caller.Project ?? "", to);
        Put(caller is { Team: null, Project: null } ? caller.KeyId : "", to);
        Put(string.Join(' ', caller.Scopes.Regions.Order(StringComparer.Ordinal)), to);
    }

    private static void Put(string text, AnswerBuffer to)
    {
        Put((ulong)Encoding.UTF8.GetByteCount(text), to);
        Encoding.UTF8.GetBytes(text, to);
    }

    private static void Put(ulong number, AnswerBuffer to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to.GetSpan(8), number);
        to.Advance(8);
    }
}
