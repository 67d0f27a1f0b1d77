using System.Reflection;
using System.Text;
using Gyre.Testing;

namespace Gyre.Architecture;

/// <summary>What each room shows to the others, as an approved list: a new public type is a decision.</summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Rooms => ["Gyre.Kernel", "Gyre.Wire", "Gyre.Workspace", "Gyre.Storage", "Gyre.Models", "Gyre.Flows", "Gyre.Gateway", "Gyre.Evaluation", "Gyre.Studio"];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void The_public_types_are_the_approved_ones(string room)
    {
        var list = new StringBuilder();
        foreach (var type in Assembly.Load(room).GetExportedTypes().Select(t => t.FullName!).Order(StringComparer.Ordinal))
        {
            list.Append(type).Append('\n');
        }

        Approved.MatchesBeside(list.ToString(), $"{room}.txt");
    }
}
