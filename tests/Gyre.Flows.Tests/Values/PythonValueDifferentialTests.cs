using System.Numerics;
using Gyre.Flows.Tests.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Values;

/// <summary>Random values, printed and written by us and by Python.</summary>
public sealed class PythonValueDifferentialTests
{
    private readonly Random random = new(20261121);

    [Fact]
    public async Task Values_print_and_travel_as_json_as_in_python()
    {
        PythonJinja.Require();
        var values = Enumerable.Range(0, 5_000).Select(_ => Value(3)).ToList();

        var answers = await PythonJinja.RunAsync([.. values.Select(v => new PythonDict { { "value", v } })], TestContext.Current.CancellationToken);

        foreach (var (value, answer) in values.Zip(answers))
        {
            Assert.Equal((string)answer["repr"]!, PythonText.Repr(value));
            Assert.Equal((string)answer["repr"]!, PythonText.Repr(PythonJson.Parse((string)answer["json"]!)));
        }
    }

    private object? Value(int depth) => random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        3 => new BigInteger(random.NextInt64()) * random.NextInt64() * 7919 * (random.Next(2) == 0 ? 1 : -1) * long.MaxValue,
        4 or 5 => Float(),
        6 => Text(),
        7 => new PythonDict(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Text(), Value(depth - 1)))),
        _ => Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1)).ToList(),
    };

    private double Float() => random.Next(8) switch
    {
        0 => double.NaN,
        1 => random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity,
        2 => Math.Round(random.NextDouble() * 1000, 2),
        3 => random.Next(-100, 100),
        4 => Math.Pow(10, random.Next(-30, 30)),
        5 => -0.0,
        _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var any && double.IsNaN(any) ? 0.1 : any,
    };

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(9) switch
    {
        0 => "'",
        1 => "\"",
        2 => "\\",
        3 => ((char)random.Next(0x20)).ToString(),
        4 => ((char)random.Next(0x7f, 0x250)).ToString(),
        5 => "😀",
        6 => char.ConvertFromUtf32(random.Next(3) switch { 0 => 0x200b, 1 => 0x2028, _ => 0xfeff }),
        _ => ((char)random.Next('a', 'z')).ToString(),
    }));
}
