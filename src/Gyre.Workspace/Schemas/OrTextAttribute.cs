namespace Gyre.Workspace.Schemas;

/// <summary>Instead of the value, text may stand there: a reference, or a number with its unit.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrTextAttribute : Attribute;
