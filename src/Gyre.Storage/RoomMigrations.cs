using System.Globalization;
using System.Reflection;

namespace Gyre.Storage;

/// <summary>One step of a room's tables: a script that runs once, in order, and never changes after it shipped.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">What the step is for.</param>
/// <param name="Sql">Statements that SQLite 3.35 takes; for PostgreSQL the names of types are put in its words.</param>
public sealed record Migration(int Version, string Name, string Sql);

/// <summary>The forward-only migrations of one room.</summary>
/// <param name="Room">Lower-case name, e.g. <c>evaluation</c>.</param>
/// <param name="Steps">Ordered by version.</param>
public sealed record RoomMigrations(string Room, IReadOnlyList<Migration> Steps)
{
    private const string Prefix = "migrations/";

    /// <summary>
    /// The scripts embedded in a room's assembly. Every <c>Migrations/0001_name.sql</c> of a project is embedded by the build;
    /// the room's name is the last part of the assembly's.
    /// </summary>
    public static RoomMigrations Of(Assembly assembly)
    {
        var room = assembly.GetName().Name!.Split('.')[^1].ToLowerInvariant();
        var steps = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(step => step.Version)
            .ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Version != i + 1)
            {
                throw new InvalidOperationException($"The migrations of '{room}' must be numbered 1, 2, 3 …; number {i + 1} is missing or doubled.");
            }
        }

        return new RoomMigrations(room, steps);
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        var name = Path.GetFileNameWithoutExtension(resource);
        var underscore = name.IndexOf('_', StringComparison.Ordinal);
        if (underscore < 0 || !int.TryParse(name.AsSpan(0, underscore), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new InvalidOperationException($"'{resource}' must be named like 0001_what_it_does.sql.");
        }

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Migration(version, name[(underscore + 1)..], reader.ReadToEnd());
    }
}
