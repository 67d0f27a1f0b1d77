#pragma warning disable IDE0130 // Tool authors write "using Gyre.Tools".
namespace Gyre.Tools;

/// <summary>Marks the public static method that a C# node calls. A file with only one public static method needs no mark.</summary>
/// <param name="description">What the tool does, for lists of tools.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolAttribute(string? description = null) : Attribute
{
    /// <summary>What the tool does.</summary>
    public string? Description { get; } = description;
}
