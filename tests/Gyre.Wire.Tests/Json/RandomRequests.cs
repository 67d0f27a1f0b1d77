using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Gyre.Wire.Tests.Json;

/// <summary>JSON objects that look like requests: fields a gateway cares for among others, in any order and spacing.</summary>
internal static class RandomRequests
{
    private static readonly string[] Names = ["model", "stream", "stream_options", "max_tokens", "n", "service_tier", "user", "tools", "messages", "metadata", "options", "x", "a \"b\" \\", "é😀"];

    private static readonly Gen<string> Blank = Gen.Elements("", "", " ", "\n\t", "\r\n ");

    private static readonly Gen<string> Word = Gen.Elements("gpt-4.1", "a\"b", "\\", "\n", "é😀", "", "data:x", "{\"model\":\"z\"}", "]}");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Word.Select(t => JsonSerializer.Serialize(t)),
        Word.Select(t => "\"" + JsonEncodedText.Encode(t, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\""),
        Gen.Elements("true", "false", "null", "0", "-1.5e3", "123456789012345678901234567890", "\"\\u0041\\ud83d\\ude00\""));

    /// <summary>The text of an object, every name at most once.</summary>
    public static Gen<string> Text => Members(3);

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency((3, Scalar), (1, Members(depth - 1)), (1, Value(depth - 1).ListOf().Select(items => "[" + string.Join(", ", items) + "]")));

    private static Gen<string> Member(string name, int depth) =>
        from value in Value(depth)
        from before in Blank
        from after in Blank
        select $"{before}{JsonSerializer.Serialize(name)}{after}:{before}{value}{after}";

    private static Gen<string> Members(int depth) =>
        from names in Gen.SubListOf(Names)
        from order in Gen.Shuffle(names.ToArray())
        from members in Gen.CollectToList(order, name => Member(name, depth))
        select "{" + string.Join(",", members) + "}";
}
