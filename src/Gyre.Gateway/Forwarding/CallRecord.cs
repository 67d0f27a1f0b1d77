using Gyre.Gateway.Ledger;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Tracing;
using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>What is learned about one call until its row can be written.</summary>
internal sealed class CallRecord(ClientCall call, TimeProvider time)
{
    private readonly long started = call.ArrivedAt;

    public ClientCall Call { get; } = call;

    public CallOutcome Outcome { get; private set; } = CallOutcome.Failed;

    public int Status { get; private set; } = 500;

    public string? Cause { get; private set; } = FailureCauses.Fault;

    public Target? Target { get; set; }

    /// <summary>The pool it was chosen from.</summary>
    public Pool? Pool { get; set; }

    /// <summary>By the catalog's name.</summary>
    public string? Provider { get; set; }

    public string? Model { get; set; }

    public string? ServiceTier { get; set; }

    public TokenUsage? Usage { get; set; }

    public NanoDollars? Cost { get; set; }

    public string? PriceVersion { get; set; }

    /// <summary>What the cost is made of.</summary>
    public string? Charges { get; set; }

    public int Attempts { get; set; }

    public bool Spilled { get; set; }

    /// <summary>Waiting for providers, all tries.</summary>
    public TimeSpan? Upstream { get; set; }

    /// <summary>From the client's request to the first token.</summary>
    public TimeSpan? FirstToken { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    public void Ends(CallOutcome outcome, int status, string? cause) => (Outcome, Status, Cause) = (outcome, status, cause);

    /// <summary>The client hung up, or the gateway on it because it stops.</summary>
    public void ClientLeft() => (Outcome, Status, Cause) = Call.Cut.IsCancellationRequested ? (CallOutcome.Cancelled, 503, FailureCauses.Stopping) : (CallOutcome.Cancelled, 499, FailureCauses.ClientGone);

    /// <summary>The client did not read on.</summary>
    public void ClientStuck() => Ends(CallOutcome.Cancelled, 499, FailureCauses.ClientSlow);

    /// <summary>The row, its whole time taken now.</summary>
    public LedgerRow Row() => new()
    {
        Id = Call.Id,
        StartedAt = Call.StartedAt,
        KeyId = Call.Caller.KeyId,
        Team = Call.Caller.Team,
        Project = Call.Caller.Project,
        CostCenter = Call.Caller.CostCenter,
        EndUser = Call.EndUser,
        Operation = OperationNames.Of(Call.Operation),
        RequestedModel = Call.Model,
        Deployment = Pool?.Name,
        Connection = Target?.Connection.Name,
        Provider = Provider,
        Model = Model ?? Target?.BaseModel ?? Target?.Model,
        Region = Target?.Region,
        ServiceTier = ServiceTier,
        Outcome = Outcome,
        Status = Status,
        Cause = Cause,
        Attempts = Attempts,
        Spilled = Spilled,
        Streamed = Call.Stream,
        Usage = Usage,
        PriceVersion = PriceVersion,
        Cost = Cost,
        Charges = Charges,
        Total = Elapsed,
        Upstream = Upstream,
        FirstToken = FirstToken,
        TraceId = CallSpans.TraceOf(Call),
    };
}
