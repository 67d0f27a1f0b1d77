using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Flows.Media;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>
/// Turns flow values into what C# parameters take and results back into flow values. Records become dicts with snake_case keys; dicts
/// fill records whose names match in any case.
/// </summary>
internal sealed class ScriptValues
{
    // Owned by one tool: a shared cache of types would hold its load context.
    private readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(), new DictConverter(), new FloatConverter() },
        IncludeFields = true,
        MaxDepth = 256,
    };

    /// <summary>Prompt flow's names for a parameter's type.</summary>
    public static IReadOnlyList<string> TypesOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || type.IsEnum || type == typeof(char) || type == typeof(Guid) || type == typeof(Uri) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) ? ["string"]
            : type == typeof(bool) ? ["bool"]
            : type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(BigInteger) ? ["int"]
            : type == typeof(double) || type == typeof(float) || type == typeof(decimal) ? ["double"]
            : type == typeof(FileInfo) || type == typeof(DirectoryInfo) ? ["file_path"]
            : type == typeof(FlowImage) ? ["image"]
            : type == typeof(Connection) ? ScriptConnections.Types
            : ScriptConnections.IsClient(type) ? ScriptConnections.ModelTypes
            : IsDictionary(type) || !typeof(IEnumerable).IsAssignableFrom(type) ? ["object"]
            : ["list"];
    }

    /// <summary>The value as a parameter takes it.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public object? ToClr(string name, Type type, object? value, string folder)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return value switch
            {
                null => type.IsValueType && wanted == type ? throw new ArgumentException("None is no value for it") : null,
                _ when wanted.IsInstanceOfType(value) => value,
                ConnectionValue connection when wanted == typeof(Connection) => connection.Connection,
                FlowText text => ToClr(name, type, text.Str(), folder),
                string path when wanted == typeof(FileInfo) => new FileInfo(Path.GetFullPath(path, folder)),
                string path when wanted == typeof(DirectoryInfo) => new DirectoryInfo(Path.GetFullPath(path, folder)),
                _ when wanted == typeof(string) => PythonText.Str(value),
                _ when wanted == typeof(double) => (double)DeclaredType.Parse("double", value)!,
                _ when wanted == typeof(float) => (float)(double)DeclaredType.Parse("double", value)!,
                _ when wanted == typeof(bool) => (bool)DeclaredType.Parse("bool", value)!,
                _ when wanted == typeof(BigInteger) => BigInteger.Parse(PythonText.Str(DeclaredType.Parse("int", value)), CultureInfo.InvariantCulture),
                _ when wanted == typeof(int) || wanted == typeof(long) || wanted == typeof(short) || wanted == typeof(byte) =>
                    Convert.ChangeType(DeclaredType.Parse("int", value) is long whole ? whole : throw new OverflowException(), wanted, CultureInfo.InvariantCulture),
                _ => JsonSerializer.Deserialize(PythonJson.Write(value), type, json),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidCastException or ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"Input '{name}' takes {TypeName(type)}, but it is {Shown(value)}: {e.Message}", e);
        }
    }

    /// <summary>A result as a flow value.</summary>
    public object? ToFlow(object? value) => value switch
    {
        null or bool or long or double or string or BigInteger or PythonDict or PythonTuple or List<object?> or IPythonObject => value,
        int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => number <= long.MaxValue ? (object)(long)number : new BigInteger(number),
        float number => (double)number,
        decimal number => (double)number,
        char or Guid or Uri or Enum => value.ToString(),
        FileSystemInfo file => file.FullName,
        Connection connection => new ConnectionValue(connection),
        JsonElement or JsonNode or JsonDocument => PythonJson.Parse(JsonSerializer.SerializeToUtf8Bytes(value)),
        _ => PythonJson.Parse(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json)),
    };

    private static bool IsDictionary(Type type) => typeof(IDictionary).IsAssignableFrom(type) || type == typeof(PythonDict) || typeof(JsonNode).IsAssignableFrom(type)
        || type.GetInterfaces().Append(type).Any(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)));

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? inner.Name + "?" : type.Name;

    private static string Shown(object? value) => PythonText.Repr(value) is var text && text.Length > 100 ? text[..100] + "…" : text;

    private sealed class DictConverter : JsonConverter<PythonDict>
    {
        public override PythonDict? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return PythonJson.Parse(document.RootElement.GetRawText()) as PythonDict;
        }

        public override void Write(Utf8JsonWriter writer, PythonDict value, JsonSerializerOptions options) => PythonJson.Write(writer, value);
    }

    // 1.0 stays a float: without the point it would come back as an int.
    private sealed class FloatConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? (double)DeclaredType.Parse("double", reader.GetString())! : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => PythonJson.Write(writer, value);
    }
}
