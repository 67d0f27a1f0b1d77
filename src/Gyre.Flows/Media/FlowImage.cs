using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Gyre.Flows.Values;

namespace Gyre.Flows.Media;

/// <summary>An image as a flow value: bytes with a type, printed as <c>Image(1a2b3c4d)</c>.</summary>
public sealed class FlowImage : IPythonObject, IEquatable<FlowImage>
{
    private readonly Lazy<string> hash;

    /// <param name="bytes">The file's bytes.</param>
    /// <param name="mimeType"><c>image/png</c> …; null to tell it from the bytes, <c>image/*</c> where they do not tell.</param>
    /// <param name="sourceUrl">Where it was downloaded from, if it was.</param>
    public FlowImage(ReadOnlyMemory<byte> bytes, string? mimeType = null, string? sourceUrl = null)
    {
        Bytes = bytes;
        MimeType = (mimeType ?? ImageType.Of(bytes.Span) ?? "image/*").ToLowerInvariant();
        SourceUrl = sourceUrl;
        hash = new Lazy<string>(() => Sha1Prefix(Bytes.Span));
    }

    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Lower case.</summary>
    public string MimeType { get; }

    /// <summary>Where it was downloaded from, or null.</summary>
    public string? SourceUrl { get; }

    /// <summary>The first eight hexadecimal digits of the bytes' SHA-1; names the image in printed text.</summary>
    public string Hash => hash.Value;

    /// <inheritdoc/>
    public bool Truth => !Bytes.IsEmpty;

    /// <summary>The bytes as base64, without a prefix.</summary>
    public string ToBase64() => Convert.ToBase64String(Bytes.Span);

    /// <summary><c>data:image/png;base64,…</c>.</summary>
    public string ToDataUri() => $"data:{MimeType};base64,{ToBase64()}";

    /// <inheritdoc/>
    public string Str() => $"Image({Hash})";

    /// <inheritdoc/>
    public string Repr() => Str();

    /// <inheritdoc/>
    public bool TryToPlain(out object? plain)
    {
        plain = Str();
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "source_url" => SourceUrl,
            "_mime_type" => MimeType,
            _ => null,
        };
        return name is "source_url" or "_mime_type";
    }

    /// <inheritdoc/>
    public bool Equals(FlowImage? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FlowImage);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "A short name for the eye, as the format has it; nothing is secured by it.")]
    private static string Sha1Prefix(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes))[..8];
}
