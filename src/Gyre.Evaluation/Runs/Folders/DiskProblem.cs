using Gyre.Kernel;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>Says what is the matter with the disk of a run folder.</summary>
internal static class DiskProblem
{
    private const int LinuxNoSpace = 28, LinuxQuota = 122, MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static ProblemException Of(Exception e, string folder, string whatNow)
    {
        var full = e.HResult is LinuxNoSpace or LinuxQuota or MacQuota or WindowsDiskFull;
        var problem = full
            ? new Problem("disk-full", $"The disk of '{folder}' is full. Free some space. {whatNow}") { File = folder }
            : new Problem("run-folder-not-writable", $"The run folder '{folder}' cannot be written ({e.Message.TrimEnd('.')}). Make it writable. {whatNow}") { File = folder };
        return new ProblemException(problem, e);
    }
}
