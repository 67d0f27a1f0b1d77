using System.Numerics;
using System.Text.Json.Nodes;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Records;

/// <summary>Flow values as JSON that any reader takes: what is no number is text, images are data, and what is very long is cut.</summary>
/// <param name="format">How images are written.</param>
internal sealed class PlainJson(MessageFormat format)
{
    /// <summary>Characters of all texts together.</summary>
    private const int MostText = 1_000_000;

    private const int MostItems = 50_000;

    private const string Image = "data:image/";

    private int text = MostText;
    private int items = MostItems;

    /// <summary>Whether anything was left out.</summary>
    public bool Cut { get; private set; }

    public JsonNode? Of(object? value) => Plain(format.ToBase64(value));

    private JsonNode? Plain(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case string characters:
                return Text(characters);
            case bool flag:
                return JsonValue.Create(flag);
            case long number:
                return JsonValue.Create(number);
            case double number:
                return double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(PythonText.Str(number));
            case BigInteger number:
                return JsonNode.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            case PythonDict dict:
                return Object(dict);
            case IReadOnlyList<object?> list:
                return Array(list);
            case IPythonObject other:
                return other.TryToPlain(out var plain) ? Plain(plain) : Text(other.Repr());
            default:
                return Text(value.ToString() ?? "");
        }
    }

    private JsonObject Object(PythonDict dict)
    {
        var made = new JsonObject();
        foreach (var (key, item) in dict)
        {
            if (--items < 0)
            {
                Cut = true;
                break;
            }

            var name = PythonText.Str(key);
            made[name] = item is string image && name.StartsWith(Image, StringComparison.Ordinal) ? JsonValue.Create(image) : Plain(item);
        }

        return made;
    }

    private JsonArray Array(IReadOnlyList<object?> list)
    {
        var made = new JsonArray();
        foreach (var item in list)
        {
            if (--items < 0)
            {
                Cut = true;
                break;
            }

            made.Add(Plain(item));
        }

        return made;
    }

    private JsonValue Text(string characters)
    {
        if (characters.Length <= text)
        {
            text -= characters.Length;
            return JsonValue.Create(characters);
        }

        var kept = characters[..text];
        (text, Cut) = (0, true);
        return JsonValue.Create($"{kept} … ({characters.Length - kept.Length} more characters)");
    }
}
