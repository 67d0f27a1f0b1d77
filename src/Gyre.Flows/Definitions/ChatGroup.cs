using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>A chat group as written: flows that talk to each other in turns.</summary>
/// <param name="File">Full path.</param>
/// <param name="Roles">In the order they speak; two or more.</param>
internal sealed record ChatGroup(string File, IReadOnlyList<ChatRole> Roles)
{
    /// <summary><c>max_turns</c>: how often someone speaks at the most; null for no limit but the roles' own.</summary>
    public int? MaxTurns { get; init; }

    /// <summary><c>max_tokens</c>, or null.</summary>
    public int? MaxTokens { get; init; }

    /// <summary><c>max_time</c> in seconds, or null.</summary>
    public double? MaxTime { get; init; }
}

/// <summary>One speaker of a chat group.</summary>
/// <param name="Role">Its name in the conversation.</param>
/// <param name="Path">The flow, relative to the file.</param>
internal sealed record ChatRole(string Role, string Path)
{
    /// <summary><c>name</c>, or the role.</summary>
    public string Name { get; init; } = Role;

    /// <summary>The text that ends the conversation; <c>[STOP]</c> unless written.</summary>
    public string StopSignal { get; init; } = "[STOP]";

    /// <summary>By flow input: a literal, <c>${data.column}</c>, <c>${inputs.name}</c> or <c>${parent.conversation_history}</c>, as text.</summary>
    public IReadOnlyDictionary<string, object?> Inputs { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>1-based line.</summary>
    public int Line { get; init; }
}

/// <summary>Reads chat groups.</summary>
internal static class ChatGroupReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FlowException">ValidationException: the first fault.</exception>
    /// <exception cref="Kernel.ProblemException">The file is absent or not YAML.</exception>
    public static ChatGroup Read(string file)
    {
        var faults = new Faults(Path.GetFullPath(file));
        var group = Read(YamlText.ReadFile(faults.File), faults);
        faults.ThrowFirst();
        return group;
    }

    internal static ChatGroup Read(YamlNode document, Faults faults)
    {
        var top = YamlFields.Of(document, "", faults);
        top.WarnOfUnknown(["$schema", "name", "type", "description", "display_name", "roles", "max_turns", "max_tokens", "max_time", "inputs", "outputs"]);
        var roles = top.Items("roles").Select(item => ReadRole(YamlFields.Of(item.Node, item.Path, faults))).ToArray();
        if (roles.Length < 2)
        {
            top.Error("roles", "too-few-roles", "A chat group needs two roles or more.");
        }

        foreach (var again in roles.GroupBy(r => r.Role, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            faults.Error("duplicate-role", $"Role '{again.Role}' is written twice.", "roles", again.Line);
        }

        return new ChatGroup(faults.File, roles)
        {
            MaxTurns = (int?)top.Number("max_turns"),
            MaxTokens = (int?)top.Number("max_tokens"),
            MaxTime = top.Number("max_time"),
        };
    }

    private static ChatRole ReadRole(YamlFields fields)
    {
        fields.WarnOfUnknown(["role", "name", "path", "inputs", "stop_signal", "environment_variables", "connections", "init"]);
        var inputs = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in fields.Fields("inputs").Entries)
        {
            // Both forms are in use: {question: "${data.q}"} and {question: {value: "${data.q}"}}.
            var value = entry.Value is YamlMap map && map["value"] is { } inner ? inner : entry.Value;
            inputs[entry.Name] = value.ToValue();
        }

        var role = fields.RequiredText("role");
        return new ChatRole(role, fields.RequiredText("path"))
        {
            Name = fields.Text("name") ?? role,
            StopSignal = fields.Text("stop_signal") ?? "[STOP]",
            Inputs = inputs,
            Line = fields.Line,
        };
    }
}
