import type { Schemas } from "../../api/client";
import { fromNow } from "../../formats/times";
import { text } from "../../strings";
import { gateTo } from "../gates/verdicts";
import { isNearEnd, subjectText } from "../quotas/quota";

type Run = Schemas["RunView"];
type Evaluation = Schemas["EvaluationView"];
type Found = Schemas["EvaluationDetailView"];

export interface Item {
  key: string;
  loop: keyof typeof text.loops;
  /** What it is about. */
  name: string;
  to: string;
  /** What happened to it, and what to do. */
  why: string;
  /** Whether somebody must act; else it is good to know. */
  urgent: boolean;
}

const words = text.home;
const week = 7 * 86_400_000;

const runTo = (run: Run) => `/runs/${encodeURIComponent(run.name)}`;
const evaluationTo = (name: string) => `/evaluations/${encodeURIComponent(name)}`;
const isRecent = (at: string, now: number) => now - new Date(at).getTime() < week;

function ofRun(run: Run): Item | null {
  const item = { key: `run ${run.name}`, loop: "build" as const, name: run.display_name, to: runTo(run) };
  if (run.state === "failed") {
    return { ...item, why: words.runFailed(run.error ?? ""), urgent: true };
  }
  if (run.state === "interrupted") {
    return { ...item, why: words.interrupted, urgent: true };
  }
  if (run.state === "canceled" && run.resumable) {
    return { ...item, why: words.runStopped, urgent: false };
  }
  return run.state === "completed" && run.failed_lines > 0 ? { ...item, to: `${item.to}?status=failed`, why: words.linesFailed(run.failed_lines, run.total_lines ?? run.failed_lines), urgent: false } : null;
}

function ofEvaluation(evaluation: Evaluation): Item | null {
  const item = { key: `evaluation ${evaluation.name}`, loop: "build" as const, name: evaluation.name, to: evaluationTo(evaluation.name), urgent: true };
  return evaluation.state === "failed" ? { ...item, why: words.evaluationFailed(evaluation.stopped ?? "") }
    : evaluation.state === "stopped" ? { ...item, why: words.evaluationStopped(evaluation.stopped ?? "") }
    : evaluation.state === "interrupted" ? { ...item, why: words.interrupted }
    : null;
}

// A judge that nobody held against people, and verdicts that more lines would settle.
function ofFound({ evaluation, targets, comparisons }: Found): Item[] {
  const item = { loop: "build" as const, name: evaluation.name, to: evaluationTo(evaluation.name), urgent: false };
  const uncalibrated = [...new Set(targets.flatMap((target) => target.metrics.filter((m) => m.uncalibrated).map((m) => m.metric)))];
  const open = comparisons.flatMap((c) => c.metrics.filter((m) => m.more_lines !== null));
  const most = Math.max(0, ...open.map((m) => m.more_lines ?? 0));
  return [
    ...(uncalibrated.length > 0 ? [{ ...item, key: `judge ${evaluation.name}`, to: "/calibrations", why: words.uncalibrated(uncalibrated.join(", ")) }] : []),
    ...(open.length > 0 ? [{ ...item, key: `open ${evaluation.name}`, why: words.undecided(open.map((m) => m.metric).join(", "), most) }] : []),
  ];
}

type Policy = Schemas["GatePolicyView"];

// A gate that stays closed, or whose verdict can't be told yet.
function ofGate({ file, fault, last }: Policy): Item | null {
  if (fault !== null) {
    return { key: `gate ${file}`, loop: "build", name: file, to: "/gates", why: words.gateFaulty(fault), urgent: true };
  }
  return last == null || last.verdict === "pass"
    ? null
    : { key: `gate ${file}`, loop: "build", name: last.name, to: last.gone.length === 0 ? gateTo(last) : "/gates", why: words.gateSaid(last.run, last.sentence, fromNow(last.judged_at), last.gone.join(", ")), urgent: !last.opens };
}

export interface Seen {
  /** The newest, of which lines may have failed. */
  runs?: readonly Run[] | undefined;
  /** Those that have not ended well, however old; the newest may be among them. */
  openRuns?: readonly Run[] | undefined;
  evaluations?: readonly Evaluation[] | undefined;
  found?: readonly Found[];
  gates?: readonly Policy[] | undefined;
  targets?: readonly Schemas["TargetView"][] | undefined;
  budgets?: readonly Schemas["QuotaView"][] | undefined;
}

/** What waits for somebody, over all loops: what must be acted on first. */
export function awaiting({ runs = [], openRuns = [], evaluations = [], found = [], gates = [], targets = [], budgets = [] }: Seen, now: number): Item[] {
  const ill = targets.filter((target) => target.state === "open" || target.state === "credential_refused");
  const items: (Item | null)[] = [
    ...ill.map((target): Item => ({ key: `target ${target.pool} ${target.name} ${target.tier}`, loop: "operate", name: target.name, to: "/targets", why: text.operate.stateMeans[target.state], urgent: true })),
    ...budgets.filter(isNearEnd).map((budget): Item => ({ key: `budget ${budget.name} ${budget.subject ?? ""}`, loop: "manage", name: budget.name, to: `/budgets?find=${encodeURIComponent(budget.name)}`, why: words.budgetNear(subjectText(budget)), urgent: true })),
    ...evaluations.filter((e) => isRecent(e.created_at, now)).map(ofEvaluation),
    ...[...new Map([...runs, ...openRuns].map((r) => [r.name, r])).values()].filter((r) => isRecent(r.created_at, now)).map(ofRun),
    ...gates.map(ofGate),
    ...found.flatMap(ofFound),
  ];
  return items.filter((item) => item !== null).toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}
