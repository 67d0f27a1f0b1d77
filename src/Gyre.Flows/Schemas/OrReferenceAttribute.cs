namespace Gyre.Flows.Schemas;

/// <summary>Instead of the value, <c>${file:path}</c> may stand there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OrReferenceAttribute : Attribute;
