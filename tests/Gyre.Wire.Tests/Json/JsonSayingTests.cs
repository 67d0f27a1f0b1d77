using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Wire.Json;

namespace Gyre.Wire.Tests.Json;

public sealed class JsonSayingTests
{
    private static readonly FrozenSet<string> None = FrozenSet<string>.Empty;

    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"]}""", """ { "b" : [ true , null , "\u0078" ] , "a" : 1 } """)]
    [InlineData("""{"a":"ä"}""", """{"\u0061":"\u00e4"}""")]
    public void Writing_does_not_count(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[12]}""")]
    [InlineData("""{"a":[[1],2]}""", """{"a":[[1,2]]}""")]
    [InlineData("""{"a":"b","c":"d"}""", """{"a":"d","c":"b"}""")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"y":2,"x":1}}""")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ud801"}""")]
    [InlineData("""{"a":"x\",\"b\":\"y"}""", """{"a":"x","b":"y"}""")]
    [InlineData("""{"a":null}""", """{}""")]
    public void What_a_model_reads_counts(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    [Fact]
    public void A_member_that_does_not_count_is_left_out() =>
        Assert.Equal(Of("""{"b":2}"""), Of("""{"a":{"b":[1]},"b":2}""", without: FrozenSet.Create("a")));

    [Theory]
    [InlineData("""{"a":true}""", false)]
    [InlineData("""{"a":"x"}""", false)]
    [InlineData("""{"a":false}""", true)]
    [InlineData("""{"a":null}""", true)]
    [InlineData("""{"b":{"a":true}}""", true)]
    [InlineData("[]", false)]
    [InlineData("""{"\u0061":true}""", false)]
    public void A_barred_member_is_found(string json, bool written) =>
        Assert.Equal(written, JsonSaying.TryWrite(Encoding.UTF8.GetBytes(json), None, FrozenSet.Create("a"), new ArrayBufferWriter<byte>()));

    [Fact]
    public void Two_texts_have_one_form_only_if_they_are_equal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(string[] A, string[] B)>(), pair =>
        {
            var (a, b) = (Texts(pair.A), Texts(pair.B));
            return (Of(Json(a)) == Of(Json(b))) == a.SequenceEqual(b);
        }).QuickCheckThrowOnFailure();

    private static string[] Texts(string[]? texts) => [.. (texts ?? []).Select(t => new string([.. (t ?? "").Where(c => !char.IsSurrogate(c))]))];

    private static string Json(string[] texts) => System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string[]> { ["a"] = texts });

    private static string Of(string json, FrozenSet<string>? without = null)
    {
        var to = new ArrayBufferWriter<byte>();
        Assert.True(JsonSaying.TryWrite(Encoding.UTF8.GetBytes(json), without ?? None, None, to));
        return Convert.ToHexString(to.WrittenSpan);
    }
}
