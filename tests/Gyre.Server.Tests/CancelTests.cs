using System.Diagnostics;

namespace Gyre.Server.Tests;

/// <summary>How soon a vendor's work ends when its client leaves. Alone, for time is measured.</summary>
[Collection(nameof(Alone))]
public sealed class CancelTests(Door door)
{
    [Theory]
    [InlineData("v1/chat/completions", "openai")]
    [InlineData("v1/chat/completions", "anthropic")]
    [InlineData("v1/messages", "anthropic")]
    public async Task The_vendor_sees_the_connection_closed_within_100_ms(string path, string vendor)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var best = TimeSpan.MaxValue;
        for (var turn = 0; turn < 10 && best > TimeSpan.FromMilliseconds(100); turn++)
        {
            var model = $"silent-{path.Replace('/', '.')}{turn}";
            var body = $$"""{"model":"{{vendor}}/{{model}}","max_tokens":50,"messages":[{"role":"user","content":"Hi"}],"stream":true}""";
            long left;
            using (var response = await Raw.SendAsync(door.Server.Address, path, body, door.Key, cancellation))
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
                while (await reader.ReadLineAsync(cancellation) is { } line && !line.Contains("Once", StringComparison.Ordinal))
                {
                }

                left = Stopwatch.GetTimestamp();
            }

            var exchange = door.Vendors.About(model);
            await exchange.Closed.WaitAsync(TimeSpan.FromSeconds(20), cancellation);
            var took = Stopwatch.GetElapsedTime(left, exchange.ClosedAt);
            best = took < best ? took : best;
        }

        Assert.InRange(best.TotalMilliseconds, 0, 100);
    }
}

/// <summary>Tests beside which no other runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
