namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>Room on the disk that is set aside, so that what is under way when the disk is full can still be written down.</summary>
internal sealed class SpareRoom
{
    // Some sixty answers of sixteen kilobytes.
    private const int Bytes = 1 << 20;

    private readonly string path;

    private SpareRoom(string path) => this.path = path;

    /// <summary>Sets it aside beside a file; null where the disk has too little for it.</summary>
    public static SpareRoom? Take(string beside)
    {
        var place = beside + ".spare";
        try
        {
            using var file = new FileStream(place, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = Bytes });
            return new SpareRoom(place);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Release() => File.Delete(path);
}
