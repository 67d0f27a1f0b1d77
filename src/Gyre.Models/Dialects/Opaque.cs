using System.Buffers.Text;
using System.Text;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects;

/// <summary>
/// Something only its provider understands and wants back untouched: Anthropic's signatures and redacted thinking,
/// encrypted reasoning of the Responses API, Gemini's thought signatures.
/// </summary>
/// <param name="Origin">Whose it is. It is sent back to that dialect only, and left out for any other.</param>
/// <param name="Value">As it came.</param>
public sealed record Opaque(Dialect Origin, string Value)
{
    // A client of another dialect gives it back in its own signature field; the mark says that it is not that dialect's own.
    private const string Mark = "gyre1.";

    // In a tool call's id, whose letters are few ([A-Za-z0-9_-]) for most clients and providers.
    private const string IdMark = "__sig_";

    /// <summary>The provider's id of the thing, where it has one (a reasoning item's).</summary>
    public string? Id { get; init; }

    /// <summary>For a client that speaks <paramref name="client"/>: as it is where it is that dialect's own, marked otherwise.</summary>
    public string For(Dialect client, bool redacted = false) => Origin == client ? Value : Marked(redacted);

    /// <summary>With the mark that says whose it is, and its id.</summary>
    public string Marked(bool redacted = false) => $"{Mark}{Origin.ToString().ToLowerInvariant()}.{(redacted ? "r" : "s")}.{Id}.{Value}";

    /// <summary>Reads what <see cref="For"/> wrote; anything without our mark is <paramref name="client"/>'s own.</summary>
    public static Opaque Read(string text, Dialect client, out bool redacted)
    {
        redacted = false;
        if (!text.StartsWith(Mark, StringComparison.Ordinal)
            || text[Mark.Length..].Split('.', 4) is not [var origin, var kind, var id, var value]
            || !Enum.TryParse<Dialect>(origin, ignoreCase: true, out var whose))
        {
            return new Opaque(client, text);
        }

        redacted = kind == "r";
        return new Opaque(whose, value) { Id = id.Length == 0 ? null : id };
    }

    /// <summary>A tool call's id for a client that has no other place to carry the call's signature in.</summary>
    public static string WithSignature(string id, Opaque? signature) => signature is null
        ? id
        : $"{id}{IdMark}{signature.Origin.ToString().ToLowerInvariant()}_{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(signature.Value))}";

    /// <summary>Takes the signature out of a tool call's id again.</summary>
    public static string SplitId(string id, out Opaque? signature)
    {
        signature = null;
        if (id.IndexOf(IdMark, StringComparison.Ordinal) is not (> 0 and var at)
            || id[(at + IdMark.Length)..].Split('_', 2) is not [var origin, var coded]
            || !Enum.TryParse<Dialect>(origin, ignoreCase: true, out var whose) || !Base64Url.IsValid(coded))
        {
            return id;
        }

        signature = new Opaque(whose, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(coded)));
        return id[..at];
    }
}
