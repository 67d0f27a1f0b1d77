using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Objects;

/// <summary>Python's <c>range</c>, of at most <see cref="MaxCount"/> numbers as in Jinja2's sandbox.</summary>
internal sealed class RangeValue(BigInteger start, BigInteger stop, BigInteger step, int count) : TemplateObject
{
    public const int MaxCount = 100_000;

    public int Count { get; } = count;

    public override string TypeName => "range";

    public override bool Truth => Count > 0;

    public override int? Length => Count;

    private BigInteger Start { get; } = start;

    private BigInteger Step { get; } = step;

    public static RangeValue Create(object?[] arguments)
    {
        if (arguments.Length is 0 or > 3)
        {
            throw PythonError.TypeError($"range expected at {(arguments.Length == 0 ? "least 1" : "most 3")} argument{(arguments.Length == 0 ? "" : "s")}, got {arguments.Length}");
        }

        var numbers = arguments.Select(Whole).ToArray();
        var (start, stop, step) = numbers.Length switch
        {
            1 => (BigInteger.Zero, numbers[0], BigInteger.One),
            2 => (numbers[0], numbers[1], BigInteger.One),
            _ => (numbers[0], numbers[1], numbers[2]),
        };
        if (step.IsZero)
        {
            throw PythonError.ValueError("range() arg 3 must not be zero");
        }

        var count = step.Sign > 0
            ? stop > start ? ((stop - start - 1) / step) + 1 : 0
            : start > stop ? ((start - stop - 1) / -step) + 1 : 0;
        return count > MaxCount
            ? throw new PythonError("OverflowError", $"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({MaxCount}).")
            : new RangeValue(start, stop, step, (int)count);
    }

    public object At(int index) => Numbers.Shrink(Start + (Step * index));

    public bool Has(BigInteger number)
    {
        var offset = BigInteger.DivRem(number - Start, Step, out var rest);
        return rest.IsZero && offset.Sign >= 0 && offset < Count;
    }

    public RangeValue Slice((int First, int Count, int Step) bounds)
    {
        var from = Start + (Step * bounds.First);
        var by = Step * bounds.Step;
        return new RangeValue(from, from + (by * bounds.Count), by, bounds.Count);
    }

    public override string Repr() => Step.IsOne ? $"range({Start}, {stop})" : $"range({Start}, {stop}, {Step})";

    public override IEnumerator<object?> Iterate()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return At(i);
        }
    }

    public override IEnumerator<object?> IterateReversed()
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            yield return At(i);
        }
    }

    public override bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value)
    {
        var at = Access.Position(index, Count);
        value = at < 0 ? null : At(at);
        return at >= 0;
    }

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "start" => Numbers.Shrink(Start),
            "stop" => Numbers.Shrink(stop),
            "step" => Numbers.Shrink(Step),
            _ => null,
        };
        return value is not null;
    }

    public override bool Equals(object? obj) =>
        obj is RangeValue other && Count == other.Count && (Count == 0 || (Start == other.Start && (Count == 1 || Step == other.Step)));

    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, Start);

    private static BigInteger Whole(object? value) => Numbers.ToBig(value);
}
