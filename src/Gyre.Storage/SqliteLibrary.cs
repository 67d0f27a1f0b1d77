using System.Runtime.InteropServices;
using SQLitePCL;

namespace Gyre.Storage;

/// <summary>Chooses the SQLite that is used: the operating system's from 3.40 on, else the one that ships with the program.</summary>
internal static unsafe class SqliteLibrary
{
    private const int SystemMinimum = 3_040_000;
    private static readonly Lazy<bool> Chosen = new(Choose);

    /// <summary>Whether the operating system's was good enough.</summary>
    public static bool IsSystem => Chosen.Value;

    /// <summary>Sets the provider once per process.</summary>
    public static void Initialize() => _ = Chosen.Value;

    private static bool Choose()
    {
        var system = FindSystemLibrary();
        if (system != 0)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == "e_sqlite3" ? system : 0);
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return system != 0;
    }

    private static nint FindSystemLibrary()
    {
        string[] names = OperatingSystem.IsLinux() ? ["libsqlite3.so.0"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
            : [];
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
                && ((delegate* unmanaged[Cdecl]<int>)version)() >= SystemMinimum)
            {
                return library;
            }

            NativeLibrary.Free(library);
        }

        return 0;
    }
}
