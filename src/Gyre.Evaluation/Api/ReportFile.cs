using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Evaluation.Api;

/// <summary>Sends a report, which is written to a file that goes with the answer's end: it may be large.</summary>
internal static class ReportFile
{
    /// <param name="name">What it is called where it is kept.</param>
    /// <param name="write">Writes it to a path.</param>
    public static FileStreamHttpResult Of(string name, Action<string> write)
    {
        var file = Path.Combine(Path.GetTempPath(), $"gyre-report-{Guid.NewGuid():n}.html");
        try
        {
            write(file);
            return TypedResults.Stream(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose | FileOptions.SequentialScan), "text/html; charset=utf-8", name);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }
}
