using Gyre.Evaluation.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Evaluation.Api;

/// <summary>Sends a report, which is written to a file that goes with the answer's end: it may be large.</summary>
internal static class ReportFile
{
    /// <param name="room">In whose cache the file lies, which nobody else reads.</param>
    /// <param name="name">What it is called where it is kept.</param>
    /// <param name="write">Writes it to a path.</param>
    public static FileStreamHttpResult Of(EvaluationRoom room, string name, Action<string> write)
    {
        SentFile.Sweep(room.Uploads, room.Time);
        Directory.CreateDirectory(room.Uploads);
        var file = Path.Combine(room.Uploads, $"{Guid.NewGuid():n}.html");
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
