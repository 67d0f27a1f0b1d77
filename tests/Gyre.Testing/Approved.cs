using System.Runtime.CompilerServices;
using Xunit;

namespace Gyre.Testing;

/// <summary>Compares text with a committed file; <c>GYRE_APPROVE=1</c> rewrites the file instead.</summary>
public static class Approved
{
    /// <summary>Fails with the first line that differs; the received text stands beside the file.</summary>
    /// <param name="text">What was produced.</param>
    /// <param name="file">Full path of the committed file.</param>
    public static void Matches(string text, string file)
    {
        text = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("GYRE_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        var wanted = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (wanted == text)
        {
            return;
        }

        var received = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + ".received" + Path.GetExtension(file));
        File.WriteAllText(received, text);
        var (a, b) = (wanted.Split('\n'), text.Split('\n'));
        var line = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{Path.GetFileName(file)} differs in line {line + 1}:\n- {a.ElementAtOrDefault(line)}\n+ {b.ElementAtOrDefault(line)}\nRun with GYRE_APPROVE=1 to accept.");
    }

    /// <summary>The same for a file beside the test: <c>approved/&lt;name&gt;</c>.</summary>
    public static void MatchesBeside(string text, string name, [CallerFilePath] string test = "") =>
        Matches(text, Path.Combine(Path.GetDirectoryName(test)!, "approved", name));
}
