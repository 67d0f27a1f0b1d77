using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Media;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Python;

/// <summary>Reads values from a worker; the counterpart of <see cref="WireWriter"/>.</summary>
internal static class WireReader
{
    /// <summary>The value the reader stands on; afterwards it stands on the value's last token.</summary>
    public static object? Value(ref Utf8JsonReader reader, PythonWorker worker, PythonLine? line)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.StartArray:
                var list = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader, worker, line));
                }

                return list;
            default:
                return Object(ref reader, worker, line);
        }
    }

    private static object? Object(ref Utf8JsonReader reader, PythonWorker worker, PythonLine? line)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("$"u8))
        {
            return Tagged(ref reader, worker, line);
        }

        var dict = new PythonDict();
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            dict[key] = Value(ref reader, worker, line);
            reader.Read();
        }

        return dict;
    }

    private static object? Tagged(ref Utf8JsonReader reader, PythonWorker worker, PythonLine? line)
    {
        reader.Read();
        var tag = reader.GetString();
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members[name] = Value(ref reader, worker, line);
        }

        return tag switch
        {
            "t" => new PythonTuple([.. (List<object?>)members["v"]!]),
            "d" => Pairs((List<object?>)members["v"]!),
            "f" => members["v"] switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.NegativeInfinity },
            "s" => Surrogates((List<object?>)members["v"]!),
            "m" => new FlowImage(Convert.FromBase64String((string)members["v"]!), members["t"] is "image/*" ? null : members["t"] as string, members["u"] as string),
            "c" => Connection(members),
            "h" => Handle(members, worker, line),
            _ => throw new JsonException($"Unknown tag {tag}."),
        };
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole) && !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return whole;
        }

        return reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E')
            ? reader.GetDouble()
            : BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static PythonDict Pairs(List<object?> pairs)
    {
        var dict = new PythonDict(pairs.Count);
        foreach (var pair in pairs.Cast<List<object?>>())
        {
            dict[pair[0]] = pair[1];
        }

        return dict;
    }

    private static string Surrogates(List<object?> points)
    {
        var text = new StringBuilder();
        foreach (var point in points.Cast<long>())
        {
            _ = point is >= 0xd800 and <= 0xdfff ? text.Append((char)point) : text.Append(char.ConvertFromUtf32((int)point));
        }

        return text.ToString();
    }

    private static ConnectionValue Connection(Dictionary<string, object?> members)
    {
        Dictionary<string, string?> Fields(string name) =>
            ((PythonDict)members[name]!).ToDictionary(e => (string)e.Key!, e => e.Value as string, StringComparer.Ordinal);

        return new ConnectionValue(new Connection
        {
            Name = members["name"] as string ?? "",
            Type = (string)members["type"]!,
            Module = members["module"] as string ?? "promptflow.connections",
            Configs = Fields("configs"),
            Secrets = Fields("secrets").Where(e => e.Value is not null).ToDictionary(e => e.Key, e => e.Value!, StringComparer.Ordinal),
        });
    }

    private static IPythonObject Handle(Dictionary<string, object?> members, PythonWorker worker, PythonLine? line)
    {
        line ??= worker.Loose;
        var hasPlain = members.TryGetValue("p", out var plain);
        var facts = new HandleFacts(
            (string)members["c"]!, (string)members["r"]!, members.GetValueOrDefault("s") as string, !members.ContainsKey("b"), hasPlain, plain);
        var handle = new PythonHandle(line, worker, (int)(long)members["i"]!, facts);
        line.Keep(handle);
        return members.ContainsKey("g") ? new TextStream(line.Pieces(handle)) { Source = handle, Taken = () => line.TakenAsync(handle) } : handle;
    }
}
