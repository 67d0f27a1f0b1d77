using Dapper;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Tests.Admission;
using Gyre.Kernel;
using Gyre.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Callers;

/// <summary>The life of a key, on both databases.</summary>
public abstract class KeyTests(string kind) : IAsyncLifetime
{
    private readonly ManualTime time = new();
    private AccountsPlace place = null!;
    private Accounts node = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await AccountsPlace.MakeAsync(kind, time);
        node = await place.NodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_key_is_found_by_its_text_which_is_nowhere_in_the_database()
    {
        Assert.False(node.Directory.HasKeys);
        var issued = await CreateAsync("ci");

        Assert.True(node.Directory.HasKeys);
        Assert.Equal("ci", node.Directory.Find(issued.Text)!.Name);
        var row = await place.Database.ReadAsync(c => c.QuerySingleAsync("SELECT * FROM api_keys"), Stop);
        Assert.DoesNotContain(issued.Text, string.Join('|', ((IDictionary<string, object?>)row).Values), StringComparison.Ordinal);
        Assert.All(await node.Audit.ListAsync(null, 10, Stop), e => Assert.DoesNotContain(issued.Text, $"{e.After}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("endpoints", "There is no operation 'caht'. Did you mean 'chat'?", "", "caht", "")]
    [InlineData("models", "An empty pattern is among the models.", " ", "chat", "")]
    [InlineData("regions", "An empty pattern is among the regions.", "*", "*", " ")]
    public async Task A_scope_that_can_t_be_meant_makes_no_key(string field, string message, string models, string endpoints, string regions)
    {
        static string[] Words(string text) => text.Length == 0 ? [] : [text];
        var key = new CallerKey { Id = default, Name = "ci", Scopes = new CallerScopes(Words(models), Words(endpoints), Words(regions)) };

        var problem = (await Assert.ThrowsAsync<ProblemException>(() => node.Keys.CreateAsync(key, "anna", Stop))).Problem;

        Assert.Equal(("scope-invalid", field), (problem.Code, problem.Field));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_a_key_allocates_nothing()
    {
        var text = (await CreateAsync("ci")).Text;
        node.Directory.Find(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            node.Directory.Find(text);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task A_key_that_may_not_be_used_is_told_why()
    {
        var issued = await CreateAsync("ci", expires: TimeSpan.FromHours(1));

        await ChangeAsync(() => node.Keys.SuspendAsync("ci", "anna", Stop));
        Assert.Equal(Causes.KeySuspended, Cause(issued.Text));
        await ChangeAsync(() => node.Keys.ResumeAsync("ci", "anna", Stop));
        Assert.NotNull(node.Directory.Find(issued.Text));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Causes.KeyExpired, Cause(issued.Text));
        await ChangeAsync(() => node.Keys.RevokeAsync(issued.Key.Prefix, "anna", Stop));
        Assert.Equal(Causes.KeyRevoked, Cause(issued.Text));
        Assert.Equal(Causes.KeyMissing, Cause(""));
        Assert.Equal(Causes.KeyMalformed, Cause(issued.Text[..^2]));
        Assert.Equal(Causes.KeyUnknown, Cause(KeyText.Create()));
        Assert.Equal(Causes.KeyUnknown, Cause(new string('x', 100_000)));

        Assert.Equal("key-revoked", (await Assert.ThrowsAsync<ProblemException>(() => node.Keys.ResumeAsync(issued.Key.Id.ToString(), "anna", Stop))).Problem.Code);
        Assert.Equal(["key.revoked", "key.resumed", "key.suspended", "key.created"], (await node.Audit.ListAsync("ci", 10, Stop)).Select(e => e.Action));
    }

    [Fact]
    public async Task After_a_rotation_the_old_text_works_until_its_grace_is_over()
    {
        var old = await CreateAsync("ci");
        var fresh = await node.Keys.RotateAsync("ci", TimeSpan.FromHours(1), "anna", Stop);
        await node.RefreshAsync(Stop);

        Assert.Equal(node.Directory.Find(old.Text)!.KeyId, node.Directory.Find(fresh.Text)!.KeyId);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Causes.KeyExpired, Cause(old.Text));
        Assert.NotNull(node.Directory.Find(fresh.Text));

        await ChangeAsync(() => node.Keys.RotateAsync("ci", TimeSpan.Zero, "anna", Stop));
        Assert.Null(node.Directory.Find(fresh.Text));
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_key_is_revoked()
    {
        await CreateAsync("ci");
        Assert.Equal("key-exists", (await Assert.ThrowsAsync<ProblemException>(() => CreateAsync("ci"))).Problem.Code);

        await node.Keys.RevokeAsync("ci", "anna", Stop);
        await CreateAsync("ci");

        Assert.Single(await node.Keys.ListAsync(withRevoked: false, Stop));
        Assert.Equal(2, (await node.Keys.ListAsync(withRevoked: true, Stop)).Count);
    }

    [Fact]
    public async Task A_wrong_name_gets_the_nearest_and_a_typed_key_is_not_repeated()
    {
        await CreateAsync("production");

        Assert.Contains("'production'", (await Assert.ThrowsAsync<ProblemException>(() => node.Keys.ShowAsync("prodution", Stop))).Message, StringComparison.Ordinal);
        var text = KeyText.Create();
        Assert.DoesNotContain(text[12..], (await Assert.ThrowsAsync<ProblemException>(() => node.Keys.ShowAsync(text, Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scopes_say_what_a_key_may_do()
    {
        var narrow = await node.Keys.CreateAsync(new CallerKey { Id = default, Name = "narrow", Scopes = new(["gpt-4*"], ["chat", "embedding"], ["eu-*"]) }, "anna", Stop);
        await node.RefreshAsync(Stop);
        var caller = node.Directory.Find(narrow.Text)!;

        Assert.Null(caller.Check("chat", "gpt-4.1"));
        Assert.Equal(Causes.ModelForbidden, caller.Check("chat", "claude-x")!.Cause);
        Assert.Equal(Causes.EndpointForbidden, caller.Check("speech", "gpt-4.1")!.Cause);
        Assert.True(caller.Scopes.AllowsRegion("eu-north"));
        Assert.False(caller.Scopes.AllowsRegion("us-east"));
        Assert.False(caller.Scopes.AllowsEndpoint("admin"));
        Assert.False(CallerScopes.All.AllowsEndpoint("admin"));
    }

    [Fact]
    public async Task A_group_in_use_is_not_deleted()
    {
        await node.Groups.CreateAsync(new Group { Kind = GroupKind.Team, Name = "search" }, "anna", Stop);
        await node.Keys.CreateAsync(new CallerKey { Id = default, Name = "ci", Team = "search" }, "anna", Stop);

        var e = await Assert.ThrowsAsync<ProblemException>(() => node.Groups.DeleteAsync(GroupKind.Team, "search", "anna", Stop));

        Assert.Equal("team-in-use", e.Problem.Code);
        Assert.Contains("key ci", e.Message, StringComparison.Ordinal);
        Assert.Equal("team-not-found", (await Assert.ThrowsAsync<ProblemException>(() => node.Keys.CreateAsync(new CallerKey { Id = default, Name = "x", Team = "serch" }, "anna", Stop))).Problem.Code);
    }

    [Fact]
    public async Task A_revoked_key_stops_on_another_node_by_itself()
    {
        var issued = await CreateAsync("ci");
        await using var other = await Accounts.OpenAsync(place.Folder, place.Database, TimeProvider.System, NullLogger<Accounts>.Instance, Stop);
        Assert.NotNull(other.Directory.Find(issued.Text));

        await node.Keys.RevokeAsync("ci", "anna", Stop);

        var began = TimeProvider.System.GetTimestamp();
        while (other.Directory.Find(issued.Text) is not null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "still found");
            await Task.Delay(10, Stop);
        }
    }

    private string Cause(string text)
    {
        Assert.Null(node.Directory.Find(text));
        return node.Directory.Explain(text).Cause;
    }

    private async Task<IssuedKey> CreateAsync(string name, TimeSpan? expires = null)
    {
        var issued = await node.Keys.CreateAsync(new CallerKey { Id = default, Name = name, ExpiresAt = time.GetUtcNow() + expires }, "anna", Stop);
        await node.RefreshAsync(Stop);
        return issued;
    }

    private async Task ChangeAsync(Func<Task> change)
    {
        await change();
        await node.RefreshAsync(Stop);
    }
}

public sealed class KeysOnSqlite() : KeyTests("sqlite");

public sealed class KeysOnPostgres() : KeyTests("postgres");
