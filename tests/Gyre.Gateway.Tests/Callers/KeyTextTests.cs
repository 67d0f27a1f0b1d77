using Gyre.Gateway.Callers;

namespace Gyre.Gateway.Tests.Callers;

public sealed class KeyTextTests
{
    [Fact]
    public void Keys_are_marked_long_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => KeyText.Create()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(1000, keys.Count);
        Assert.All(keys, key => Assert.True(key.Length == 45 && KeyText.IsWellFormed(key) && key.StartsWith(KeyText.Prefix(key), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_mistyped_key_is_told_from_a_whole_one()
    {
        var key = KeyText.Create();

        var mistyped = Enumerable.Range(KeyText.Mark.Length, key.Length - KeyText.Mark.Length).Count(i => !KeyText.IsWellFormed(key[..i] + (key[i] == 'x' ? 'y' : 'x') + key[(i + 1)..]));

        Assert.Equal(40, mistyped);
        Assert.False(KeyText.IsWellFormed(key.AsSpan(0, key.Length - 1)));
        Assert.False(KeyText.IsWellFormed(""));
    }

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("GPT-4*", "gpt-4.1-mini", true)]
    [InlineData("*mini", "gpt-4.1-mini", true)]
    [InlineData("gpt*mini*", "gpt-4.1-mini", true)]
    [InlineData("gpt-4", "gpt-4.1", false)]
    [InlineData("*a*b", "xaxxbx", false)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    public void Patterns_know_one_star(string pattern, string text, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, text));
}
