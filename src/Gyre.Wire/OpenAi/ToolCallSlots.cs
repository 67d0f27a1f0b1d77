namespace Gyre.Wire.OpenAi;

/// <summary>
/// Says which call a fragment of a streamed tool call belongs to. A known id wins; a new id at an occupied index is a new call;
/// a fragment with neither belongs to the call that is open: backends leave out, repeat and move both.
/// </summary>
public sealed class ToolCallSlots
{
    private readonly List<Slot> slots = [];
    private readonly Dictionary<int, int> byIndex = [];
    private int last = -1;

    /// <summary>How many calls began.</summary>
    public int Count => slots.Count;

    /// <summary>The number of the fragment's call: 0, 1, 2 … in the order the calls began.</summary>
    public int Find(string? id, int? index, string? name, bool hasArguments)
    {
        (id, name) = (id is "" ? null : id, name is "" ? null : name);
        last = Existing(id, index, name) ?? Begin(index);
        var slot = slots[last];
        slots[last] = new Slot(slot.Id ?? id, slot.Name ?? name, slot.HasArguments || hasArguments);
        return last;
    }

    /// <summary>A call's id, once it is known.</summary>
    public string? Id(int call) => slots[call].Id;

    /// <summary>A call's name, once it is known.</summary>
    public string? Name(int call) => slots[call].Name;

    private int? Existing(string? id, int? index, string? name)
    {
        if (id is not null && slots.FindIndex(s => s.Id == id) is >= 0 and var known)
        {
            return known;
        }

        int? occupied = index is { } at && byIndex.TryGetValue(at, out var there) ? there : null;
        if (id is not null)
        {
            return occupied is { } place && slots[place].Id is null ? place : null;
        }

        // A name begins a call; without one it is the rest of the arguments.
        int? open = occupied ?? (index is null && last >= 0 ? last : null);
        if (open is { } found && (name is null || slots[found].Name is null || (slots[found].Name == name && !slots[found].HasArguments)))
        {
            return found;
        }

        return name is null && last >= 0 ? last : null;
    }

    private int Begin(int? index)
    {
        slots.Add(default);
        if (index is { } place)
        {
            byIndex[place] = slots.Count - 1;
        }

        return slots.Count - 1;
    }

    private readonly record struct Slot(string? Id, string? Name, bool HasArguments);
}
