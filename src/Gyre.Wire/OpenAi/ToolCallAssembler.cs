using System.Text;
using System.Text.Json;

namespace Gyre.Wire.OpenAi;

/// <summary>A whole tool call.</summary>
/// <param name="Id">The provider's, or a made one where it sent none.</param>
/// <param name="Name">Name of the function.</param>
/// <param name="Arguments">JSON as the model wrote it: not always valid.</param>
public sealed record AssembledToolCall(string Id, string Name, string Arguments);

/// <summary>
/// Puts the fragments of streamed tool calls together. A known id wins; a new id at an occupied index is a new call;
/// a fragment with neither belongs to the call that is open: backends leave out, repeat and move both.
/// </summary>
public sealed class ToolCallAssembler
{
    private readonly List<Open> calls = [];
    private readonly Dictionary<int, Open> byIndex = [];
    private Open? last;

    /// <summary>Takes one element of <c>delta.tool_calls</c>.</summary>
    public void Add(JsonElement fragment)
    {
        var id = Text(fragment, "id");
        int? index = fragment.TryGetProperty("index", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var at) ? at : null;
        var function = fragment.TryGetProperty("function", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : default;
        var name = function.ValueKind == JsonValueKind.Object ? Text(function, "name") : null;
        var call = Find(id, index, name);
        call.Id ??= string.IsNullOrEmpty(id) ? null : id;
        call.Name ??= string.IsNullOrEmpty(name) ? null : name;
        if (function.ValueKind == JsonValueKind.Object && function.TryGetProperty("arguments", out var arguments))
        {
            call.Arguments.Append(arguments.ValueKind == JsonValueKind.String ? arguments.GetString() : arguments.ValueKind == JsonValueKind.Null ? "" : arguments.GetRawText());
        }

        last = call;
    }

    /// <summary>The calls in the order they began.</summary>
    public IReadOnlyList<AssembledToolCall> Calls =>
        [.. calls.Where(c => c.Name is not null).Select((c, i) => new AssembledToolCall(c.Id ?? $"call_{i}", c.Name!, c.Arguments.ToString()))];

    private Open Find(string? id, int? index, string? name)
    {
        if (!string.IsNullOrEmpty(id) && calls.Find(c => c.Id == id) is { } known)
        {
            return known;
        }

        var occupied = index is { } at && byIndex.TryGetValue(at, out var there) ? there : null;
        if (string.IsNullOrEmpty(id))
        {
            // A name begins a call; without one it is the rest of the arguments.
            var open = occupied ?? (index is null ? last : null);
            if (open is not null && (string.IsNullOrEmpty(name) || open.Name is null || (open.Name == name && open.Arguments.Length == 0)))
            {
                return open;
            }

            if (string.IsNullOrEmpty(name) && last is not null)
            {
                return last;
            }
        }
        else if (occupied is { Id: null })
        {
            return occupied;
        }

        var made = new Open();
        calls.Add(made);
        if (index is { } place)
        {
            byIndex[place] = made;
        }

        return made;
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class Open
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
