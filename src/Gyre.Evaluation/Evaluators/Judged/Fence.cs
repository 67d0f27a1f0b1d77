using System.Security.Cryptography;
using System.Text;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>
/// Marks around what a judge is to judge, so that nothing written there passes for an instruction. Their id follows from the texts,
/// so the same line makes the same request, and none of the texts has it, so none can close its mark.
/// </summary>
internal sealed class Fence
{
    private const int IdBytes = 6;

    private Fence(string id) => Id = id;

    /// <summary>What sets these marks apart from look-alikes in the material.</summary>
    public string Id { get; }

    /// <summary>A fence for some texts.</summary>
    public static Fence Around(IReadOnlyCollection<string> texts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts)));
        while (true)
        {
            var id = Convert.ToHexStringLower(hash.AsSpan(0, IdBytes));
            if (!texts.Any(t => t.Contains(id, StringComparison.OrdinalIgnoreCase)))
            {
                return new Fence(id);
            }

            hash = SHA256.HashData(hash);
        }
    }

    /// <summary>What stands in a prompt for a text until it is cut into messages: the text itself could open one.</summary>
    public string Place(string name) => $"<{name}-{Id}/>";

    /// <summary>The text between its marks.</summary>
    public string Wrap(string name, string text) => $"<{name}-{Id}>\n{text}\n</{name}-{Id}>";
}
