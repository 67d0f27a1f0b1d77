using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Extras;

/// <summary>Results of nodes on disk, by the hash of tool and inputs. Many may write at once: a file appears whole or not at all.</summary>
/// <param name="folder">Made when the first result is stored.</param>
internal sealed class NodeCache(string folder)
{
    /// <summary>The name of a call's result, or null where an input can't be told apart by its content.</summary>
    public static string? Key(string identity, PythonDict inputs)
    {
        var content = new ArrayBufferWriter<byte>(256);
        using (var json = PythonJson.Writer(content))
        {
            json.WriteStartArray();
            json.WriteStringValue(identity);
            if (!TryWrite(json, inputs))
            {
                return null;
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(content.WrittenSpan));
    }

    /// <summary>Whether a result can be stored and read back unchanged.</summary>
    public static bool CanStore(object? value) => value switch
    {
        null or bool or long or double or BigInteger or string => true,
        PythonDict dict => dict.All(e => e.Key is string && CanStore(e.Value)),
        List<object?> list => list.TrueForAll(CanStore),
        _ => false,
    };

    /// <summary>The stored result; false where there is none, or none that can be read.</summary>
    public async ValueTask<(bool Found, object? Result)> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(key), cancellationToken);
            return PythonJson.Parse(bytes) is PythonDict stored && stored.TryGetValue("result", out var result) ? (true, result) : (false, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return (false, null);
        }
    }

    /// <summary>Stores a result. A folder that can't be written to only costs the reuse.</summary>
    public async ValueTask StoreAsync(string key, object? result, CancellationToken cancellationToken)
    {
        var file = PathOf(key);
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(draft, PythonJson.Write(new PythonDict { { "result", result } }), new UTF8Encoding(false), cancellationToken);
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
        }
    }

    private static bool TryWrite(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case FlowImage image:
                json.WriteStringValue(image.ToDataUri());
                return true;
            case PythonDict dict:
                json.WriteStartArray();
                json.WriteStringValue("dict");
                foreach (var (key, item) in dict)
                {
                    if (!TryWrite(json, key) || !TryWrite(json, item))
                    {
                        return false;
                    }
                }

                json.WriteEndArray();
                return true;
            case IReadOnlyList<object?> items:
                json.WriteStartArray();
                json.WriteStringValue(value is PythonTuple ? "tuple" : "list");
                foreach (var item in items)
                {
                    if (!TryWrite(json, item))
                    {
                        return false;
                    }
                }

                json.WriteEndArray();
                return true;
            case ConnectionValue or not IPythonObject:
                PythonJson.Write(json, value);
                return true;
            default:
                return false;
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], key + ".json");
}
