using System.Data.Common;
using Dapper;
using Gyre.Kernel;
using Gyre.Storage;

namespace Gyre.Gateway.Callers;

/// <summary>What keys are gathered under.</summary>
public enum GroupKind
{
    CostCenter,
    Team,
    Project,
}

/// <summary>A team, a project or a cost center.</summary>
public sealed record Group
{
    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Of a project.</summary>
    public string? Team { get; init; }

    /// <summary>Who pays; of a team or project. A project without one pays as its team does.</summary>
    public string? CostCenter { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Teams, projects and cost centers in the database.</summary>
public sealed class GroupStore
{
    private readonly GyreDatabase database;
    private readonly TimeProvider time;
    private readonly AuditLog audit;

    /// <summary>Over a database with this room's tables.</summary>
    public GroupStore(GyreDatabase database, TimeProvider time) => (this.database, this.time, audit) = (database, time, new AuditLog(database, time));

    /// <exception cref="ProblemException"><c>name-invalid</c>, <c>team-exists</c> (or project, cost-center), or <c>…-not-found</c> for what it belongs to.</exception>
    public Task<Group> CreateAsync(Group group, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            if (!Names.IsGood(group.Name))
            {
                throw new ProblemException(new Problem("name-invalid", $"'{group.Name}' is no name. {Names.Rule}") { Field = "name" });
            }

            if (await FindAsync(connection, group.Kind, group.Name) is not null)
            {
                throw new ProblemException($"{Code(group.Kind)}-exists", $"There is a {Words(group.Kind)} '{group.Name}' already.");
            }

            var made = WithoutBlanks(group with { CreatedAt = time.GetUtcNow() });
            await CheckParentsAsync(connection, made);
            await connection.ExecuteAsync($"INSERT INTO {Table(group.Kind)} ({Columns(group.Kind)}) VALUES ({Parameters(group.Kind)})", Row(made));
            await audit.AppendAsync(connection, actor, $"{Code(group.Kind)}.created", group.Name, null, Audited(made));
            return made;
        },
        cancellationToken);

    /// <summary>Changes what it belongs to or its description; an empty text takes it away.</summary>
    /// <exception cref="ProblemException"><c>team-not-found</c> (or project, cost-center).</exception>
    public Task<Group> ChangeAsync(GroupKind kind, string name, Func<Group, Group> change, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name);
            var after = WithoutBlanks(change(before) with { Kind = kind, Name = name });
            await CheckParentsAsync(connection, after);
            var set = kind switch
            {
                GroupKind.Project => "description = @Description, team = @Team, cost_center = @CostCenter",
                GroupKind.Team => "description = @Description, cost_center = @CostCenter",
                _ => "description = @Description",
            };
            await connection.ExecuteAsync($"UPDATE {Table(kind)} SET {set} WHERE name = @Name", Row(after));
            await audit.AppendAsync(connection, actor, $"{Code(kind)}.changed", name, Audited(before), Audited(after));
            return after;
        },
        cancellationToken);

    /// <exception cref="ProblemException"><c>team-not-found</c>, or <c>team-in-use</c> while keys, projects, limits or budgets name it.</exception>
    public Task DeleteAsync(GroupKind kind, string name, string actor, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var before = await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name);
            var column = Code(kind).Replace('-', '_');
            var users = (await connection.QueryAsync<string>(
                $"""
                SELECT 'key ' || name FROM api_keys WHERE {column} = @name
                UNION ALL SELECT kind || ' ' || name FROM quotas WHERE level = @column AND subject = @name
                {(kind == GroupKind.CostCenter ? "UNION ALL SELECT 'team ' || name FROM teams WHERE cost_center = @name" : "")}
                {(kind != GroupKind.Project ? $"UNION ALL SELECT 'project ' || name FROM projects WHERE {column} = @name" : "")}
                """,
                new { name, column })).ToList();
            if (users.Count > 0)
            {
                throw new ProblemException($"{Code(kind)}-in-use", $"The {Words(kind)} '{name}' is still used by {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}. Its calls stay in the ledger under its name; move or delete these first.");
            }

            await connection.ExecuteAsync($"DELETE FROM {Table(kind)} WHERE name = @name", new { name });
            await audit.AppendAsync(connection, actor, $"{Code(kind)}.deleted", name, Audited(before), null);
        },
        cancellationToken);

    /// <summary>All of a kind by name.</summary>
    public async Task<IReadOnlyList<Group>> ListAsync(GroupKind kind, CancellationToken cancellationToken) =>
        [.. await database.ReadAsync(connection => QueryAsync(connection, kind, "ORDER BY name", new { }), cancellationToken)];

    /// <exception cref="ProblemException"><c>team-not-found</c> (or project, cost-center).</exception>
    public Task<Group> ShowAsync(GroupKind kind, string name, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => await FindAsync(connection, kind, name) ?? throw await NotFoundAsync(connection, kind, name), cancellationToken);

    /// <summary>The name itself, if there is such a group.</summary>
    internal static async Task<string> RequireAsync(DbConnection connection, GroupKind kind, string name) =>
        await FindAsync(connection, kind, name) is { } found ? found.Name : throw await NotFoundAsync(connection, kind, name);

    internal static string Words(GroupKind kind) => Code(kind).Replace('-', ' ');

    private static async Task CheckParentsAsync(DbConnection connection, Group group)
    {
        if (group is { Kind: GroupKind.Project, Team: { } team })
        {
            await RequireAsync(connection, GroupKind.Team, team);
        }

        if (group is { Kind: not GroupKind.CostCenter, CostCenter: { } center })
        {
            await RequireAsync(connection, GroupKind.CostCenter, center);
        }
    }

    private static async Task<Group?> FindAsync(DbConnection connection, GroupKind kind, string name) =>
        (await QueryAsync(connection, kind, "WHERE name = @name", new { name })).SingleOrDefault();

    private static async Task<ProblemException> NotFoundAsync(DbConnection connection, GroupKind kind, string name) => new(
        $"{Code(kind)}-not-found",
        $"There is no {Words(kind)} '{name}'.{NearestName.Hint(name, await connection.QueryAsync<string>($"SELECT name FROM {Table(kind)}"))}");

    private static async Task<IEnumerable<Group>> QueryAsync(DbConnection connection, GroupKind kind, string where, object parameters) =>
        (await connection.QueryAsync<GroupRow>($"SELECT {Columns(kind)} FROM {Table(kind)} {where}", parameters)).Select(r => new Group
        {
            Kind = kind,
            Name = r.Name,
            Description = r.Description,
            Team = r.Team,
            CostCenter = r.Cost_Center,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(r.Created_At),
        });

    private static Group WithoutBlanks(Group g) => g with { Description = Blank(g.Description), Team = Blank(g.Team), CostCenter = Blank(g.CostCenter) };

    private static string? Blank(string? text) => text is "" ? null : text;

    private static object Audited(Group g) => new { description = g.Description, team = g.Team, cost_center = g.CostCenter };

    private static object Row(Group g) => new { g.Name, g.Description, g.Team, g.CostCenter, CreatedAt = g.CreatedAt.ToUnixTimeMilliseconds() };

    private static string Table(GroupKind kind) => Code(kind).Replace('-', '_') + "s";

    private static string Code(GroupKind kind) => kind switch { GroupKind.Team => "team", GroupKind.Project => "project", _ => "cost-center" };

    private static string Columns(GroupKind kind) => kind switch
    {
        GroupKind.Project => "name, description, team, cost_center, created_at",
        GroupKind.Team => "name, description, cost_center, created_at",
        _ => "name, description, created_at",
    };

    private static string Parameters(GroupKind kind) => kind switch
    {
        GroupKind.Project => "@Name, @Description, @Team, @CostCenter, @CreatedAt",
        GroupKind.Team => "@Name, @Description, @CostCenter, @CreatedAt",
        _ => "@Name, @Description, @CreatedAt",
    };

    private sealed class GroupRow
    {
        public required string Name { get; init; }
        public string? Description { get; init; }
        public string? Team { get; init; }
        public string? Cost_Center { get; init; }
        public long Created_At { get; init; }
    }
}
