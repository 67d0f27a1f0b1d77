using System.Globalization;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Wire.Http;

namespace Gyre.Models.Simulated;

/// <summary>How a simulated provider behaves. Without any it answers at once and never fails.</summary>
public sealed record SimulationOptions
{
    /// <summary>Until the first token.</summary>
    public Delay Latency { get; init; } = Delay.None;

    /// <summary>How fast tokens follow; 0 for at once.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Fewest tokens of an answer.</summary>
    public int FewestTokens { get; init; } = 50;

    /// <summary>Most tokens of an answer.</summary>
    public int MostTokens { get; init; } = 50;

    /// <summary>What goes wrong, with shares that sum to 1 at most.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Requests that are answered a minute, evenly; the rest get a 429. Null for no limit.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Tokens of requests and answers a minute, evenly; what would pass it gets a 429. Null for no limit.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>How long a 429 or 503 tells to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How it tells.</summary>
    public RetryAfterForm RetryAfterForm { get; init; }

    /// <summary>The same seed gives the same answers and faults, request by request.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Which of two responses is right, for requests that ask a judge; null to judge nothing.</summary>
    public RightAnswers? RightAnswers { get; init; }

    /// <summary>The share of pairs of which a simulated judge has the right opinion, 0 to 1.</summary>
    public double JudgeAccuracy { get; init; } = 1;

    /// <summary>The share of pairs of which it takes the first response, whichever that is, 0 to 1.</summary>
    public double JudgePositionBias { get; init; }

    /// <summary>Of a connection of type <c>simulated</c>.</summary>
    /// <exception cref="ProblemException"><c>connection-invalid</c>.</exception>
    public static SimulationOptions Of(Connection connection) => Read(f => connection[f], (field, text, wanted) =>
        new ProblemException(new Problem("connection-invalid", $"'{field}' of connection '{connection.Name}' must be {wanted}, but is '{text}'.") { Field = field }));

    /// <summary>Reads the written form of each field.</summary>
    /// <param name="field">
    /// Finds <c>latency</c>, <c>tokens_per_second</c>, <c>answer_tokens</c>, <c>faults</c>, <c>requests_per_minute</c>, <c>tokens_per_minute</c>, <c>retry_after</c>,
    /// <c>retry_after_form</c>, <c>seed</c>, <c>right_answers</c> (a full path), <c>judge_accuracy</c> or <c>judge_position_bias</c>; null where it is not written.
    /// </param>
    /// <param name="fault">Makes the exception for a field, its text and what is wanted.</param>
    public static SimulationOptions Read(Func<string, string?> field, Func<string, string, string, Exception> fault)
    {
        var options = new SimulationOptions();
        Take("latency", t => Delay.Read(t) is { } latency ? options with { Latency = latency } : null, "a time such as 200ms, a range such as 100ms..300ms, or percentiles such as p50=200ms,p99=2s");
        Take("tokens_per_second", t => Number(t) is { } rate ? options with { TokensPerSecond = rate } : null, "a number from 0 on");
        Take("answer_tokens", Tokens, "a number of tokens from 1 to 100000, or a range such as 20..200");
        Take("faults", t => Shares(t) is { } faults ? options with { Faults = faults } : null, "shares such as 429=0.05,500=0.01,cut=0.02,hang=0.001,slow=0.05 that sum to 1 at most");
        Take("requests_per_minute", t => Number(t) is > 0 and var most ? options with { RequestsPerMinute = most } : null, "a number above 0");
        Take("tokens_per_minute", t => Number(t) is > 0 and var most ? options with { TokensPerMinute = most } : null, "a number above 0");
        Take("retry_after", t => WaitText.Duration(t) is { } wait ? options with { RetryAfter = wait } : null, "a time such as 2s or 500ms");
        Take("retry_after_form", t => Enum.TryParse<RetryAfterForm>(t, ignoreCase: true, out var form) && !char.IsAsciiDigit(t[0]) ? options with { RetryAfterForm = form } : null, "seconds, milliseconds, azure, date, reset, body or none");
        Take("seed", t => long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? options with { Seed = seed } : null, "a whole number");
        Take("right_answers", t => options with { RightAnswers = RightAnswers.Read(t) }, "the path of a file");
        Take("judge_accuracy", t => Number(t) is <= 1 and var share ? options with { JudgeAccuracy = share } : null, "a share from 0 to 1");
        Take("judge_position_bias", t => Number(t) is <= 1 and var share ? options with { JudgePositionBias = share } : null, "a share from 0 to 1");
        return options;

        void Take(string name, Func<string, SimulationOptions?> read, string wanted)
        {
            if (field(name)?.Trim() is { Length: > 0 } text)
            {
                options = read(text) ?? throw fault(name, text, wanted);
            }
        }

        SimulationOptions? Tokens(string text)
        {
            var ends = text.Split("..");
            return Number(ends[0]) is >= 1 and <= 100_000 and var low && Number(ends[^1]) is { } high && high <= 100_000 && low <= high && ends.Length <= 2
                ? options with { FewestTokens = (int)low, MostTokens = (int)high }
                : null;
        }
    }

    private static Fault[]? Shares(string text)
    {
        var faults = new List<Fault>();
        foreach (var one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (one.Split('=') is not [var name, var written] || Number(written) is not { } share)
            {
                return null;
            }

            Fault? fault = name.Trim() switch
            {
                "cut" => new Fault(FaultKind.Cut, share),
                "hang" => new Fault(FaultKind.Hang, share),
                "slow" => new Fault(FaultKind.Slow, share),
                var status when int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 400 and < 600 => new Fault(FaultKind.Status, share, number),
                _ => null,
            };
            if (fault is not { } known)
            {
                return null;
            }

            faults.Add(known);
        }

        return faults.Sum(f => f.Share) <= 1 + 1e-9 ? [.. faults] : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
