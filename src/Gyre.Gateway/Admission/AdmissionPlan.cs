namespace Gyre.Gateway.Admission;

/// <summary>The rules that cover one caller, for as long as the book they come from is the current one.</summary>
internal sealed record AdmissionPlan(RuleBook Book, Gate[] Gates);
