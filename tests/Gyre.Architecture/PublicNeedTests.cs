using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Gyre.Architecture;

/// <summary>
/// The rooms that others stand on already show no type that nobody outside needs: each is named by another room, or by a member
/// of one that is.
/// </summary>
public sealed class PublicNeedTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Named by the C# tools that users write.
    private static readonly string[] ForUsers = ["Gyre.Tools.ToolAttribute", "Gyre.Tools.ToolRun", "Gyre.Flows.Media.FlowImage", "Gyre.Flows.Values.PythonTuple"];

    private static readonly string[] Readers = ["Gyre.Flows", "Gyre.Evaluation", "Gyre.Server", "gyre"];

    [Theory]
    [InlineData("Gyre.Flows")]
    [InlineData("Gyre.Evaluation")]
    public void A_public_type_is_needed_by_another_room(string room)
    {
        var exported = Assembly.Load(room).GetExportedTypes();
        var named = Readers.Where(r => r != room).SelectMany(r => TypesNamedBy(r, room)).Concat(ForUsers).ToHashSet(StringComparer.Ordinal);
        var needed = new HashSet<Type>();
        foreach (var type in exported.Where(t => named.Contains(t.FullName!)))
        {
            Need(type, needed);
        }

        Assert.Empty(string.Join('\n', exported.Where(t => !needed.Contains(t) && !HasConstants(t)).Select(t => $"{t.FullName} can be internal.")));
    }

    [Fact]
    public void The_rule_can_fail() => Assert.DoesNotContain("Gyre.Flows.Templates.JinjaTemplate", TypesNamedBy("gyre", "Gyre.Flows"));

    private static void Need(Type type, HashSet<Type> needed)
    {
        type = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (!needed.Add(type))
        {
            return;
        }

        foreach (var shown in TypesShownBy(type).SelectMany(Parts).Where(t => t.Assembly == type.Assembly && t.IsVisible))
        {
            Need(shown, needed);
        }
    }

    private static IEnumerable<Type> TypesShownBy(Type type) =>
    [
        .. type.GetMembers(Members).SelectMany(m => m switch
        {
            FieldInfo { IsPublic: true } field => [field.FieldType],
            MethodBase method when method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly =>
                method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
            _ => Enumerable.Empty<Type>(),
        }),
        .. type.GetInterfaces(),
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.DeclaringType is { } outer ? [outer] : Type.EmptyTypes,
    ];

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    /// <summary>The compiler writes the values of constants down and leaves no trace of where they came from.</summary>
    private static bool HasConstants(Type type) => type.IsEnum || type.GetFields(Members).Any(f => f.IsLiteral && f.IsPublic);

    private static IEnumerable<string> TypesNamedBy(string reader, string room)
    {
        using var file = new PEReader(File.OpenRead(Assembly.Load(reader).Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            var name = Name(metadata, metadata.GetTypeReference(handle), out var scope);
            if (scope == room)
            {
                yield return name;
            }
        }
    }

    private static string Name(MetadataReader metadata, TypeReference type, out string? assembly)
    {
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return Name(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope), out assembly) + "+" + metadata.GetString(type.Name);
        }

        assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : null;
        return metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name);
    }
}
