using System.Runtime.InteropServices;

namespace Gyre.Gateway.Admission;

/// <summary>The journal of a process that is gone, held by the one that takes over.</summary>
internal sealed class LeftJournal : IDisposable
{
    private readonly string path;
    private readonly FileStream file;

    private LeftJournal(string path, FileStream file) => (this.path, this.file) = (path, file);

    public string Node => Path.GetFileNameWithoutExtension(path);

    /// <summary>Every journal in the folder whose process is dead; the living hold theirs locked.</summary>
    public static IEnumerable<LeftJournal> All(string folder)
    {
        foreach (var found in Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + SpentJournal.Extension) : [])
        {
            FileStream taken;
            try
            {
                taken = new FileStream(found, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                continue;
            }

            yield return new LeftJournal(found, taken);
        }
    }

    /// <summary>What was spent of each lease; null where the file can't be relied on, and each lease counts as spent.</summary>
    public IReadOnlyDictionary<MeterKey, long>? Read()
    {
        var bytes = new byte[SlotBytes.Size];
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || MemoryMarshal.Read<SpentHeader>(bytes) is not { IsWhole: true } header)
        {
            return null;
        }

        var spent = new Dictionary<MeterKey, long>();
        for (var left = header.Slots - 1; left > 0; left--)
        {
            file.ReadExactly(bytes);
            var slot = MemoryMarshal.Read<SlotBytes>(bytes);
            if (slot.InUse == 1)
            {
                spent[new MeterKey(slot.Quota, slot.Generation, slot.Period)] = slot.Spent;
            }
        }

        return spent;
    }

    public void Delete() => File.Delete(path);

    public void Dispose() => file.Dispose();
}
