using Gyre.Kernel;

namespace Gyre.Workspace.Schemas;

/// <summary>What is wrong with one file.</summary>
/// <param name="file">As faults name it.</param>
/// <param name="code">Of each problem: <c>route-invalid</c>.</param>
/// <param name="problems">Takes them; may be that of many files.</param>
public sealed class FileFaults(string file, string code, List<Problem> problems)
{
    /// <summary>Notes a fault, once: a field may be read in several ways.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="field">Dotted path of the field.</param>
    /// <param name="line">1-based.</param>
    public void Add(string message, string field, int line)
    {
        var problem = new Problem(code, message) { File = file, Line = line, Field = field };
        if (!problems.Contains(problem))
        {
            problems.Add(problem);
        }
    }
}
