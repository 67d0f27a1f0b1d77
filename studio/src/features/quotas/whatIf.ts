import type { Schemas } from "../../api/client";
import { nano } from "../../formats/money";
import type { Quota } from "./quota";

type Line = Schemas["UsageLineView"];
export type Per = Exclude<Quota["per"], "minute">;

export interface Trial {
  unit: "usd" | "tokens";
  /** Billionths of a dollar, or tokens. */
  amount: bigint;
  per: Per;
  /** Pattern of models; empty for all. */
  model: string;
}

export interface Period {
  start: string;
  spent: bigint;
  /** What lies beyond the amount. */
  over: bigint;
}

export interface Verdict {
  periods: Period[];
  spent: bigint;
  over: bigint;
  unpriced: number;
}

/** What usage is grouped by to find the periods of a budget. */
export const stepOf = (per: Per): "hour" | "day" | "month" => (per === "hour" ? "hour" : per === "calendar_month" ? "month" : "day");

const date = (at: Date) => at.toISOString().slice(0, 10);
const dayOf = (year: number, month: number, day: number) => {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, last)));
};

/** Where to begin to look back, so that the first period is a whole one. */
export function beginning(per: Per, days: number, now: Date): string {
  const back = new Date(now.getTime() - days * 86_400_000);
  if (per === "calendar_month") {
    return date(back).slice(0, 7);
  }
  return per === "month" ? monthStart(back, now.getUTCDate()) : date(back);
}

// The beginning of the month-long period that holds a day, where periods begin on some day of the month.
function monthStart(at: Date, day: number): string {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const same = dayOf(year, month, day);
  return date(same <= at ? same : dayOf(year, month - 1, day));
}

function periodOf(stamp: string, per: Per, now: Date): string {
  return per === "month" ? monthStart(new Date(`${stamp}T00:00:00Z`), now.getUTCDate()) : per === "total" ? "" : stamp;
}

/** A pattern in which * stands for any text; as keys and budgets have it. */
export function pattern(glob: string): (name: string) => boolean {
  const expression = new RegExp(`^${glob.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
  return (name) => expression.test(name);
}

const tokenBuckets = ["fresh_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input", "output", "reasoning", "audio_output", "image_output"];

function spentOf(line: Line, unit: Trial["unit"]): bigint {
  return unit === "usd" ? nano(line.cost_usd) : BigInt(tokenBuckets.reduce((all, bucket) => all + (line.usage[bucket] ?? 0), 0));
}

/** What a budget would have met: usage by step (and model, where there is a pattern) put into its periods. */
export function judge(lines: readonly Line[], trial: Trial, now: Date): Verdict {
  const covers = trial.model === "" ? () => true : pattern(trial.model);
  const step = stepOf(trial.per);
  const spent = new Map<string, bigint>();
  let unpriced = 0;
  for (const line of lines) {
    if (![line.model, line.deployment, `${line.provider ?? ""}/${line.model ?? ""}`].some((name) => trial.model === "" || (name !== undefined && covers(name)))) {
      continue;
    }
    const start = periodOf(line[step] ?? "", trial.per, now);
    spent.set(start, (spent.get(start) ?? 0n) + spentOf(line, trial.unit));
    unpriced += trial.unit === "usd" ? line.calls_with_unknown_cost : 0;
  }
  const periods = [...spent].map(([start, sum]) => ({ start, spent: sum, over: sum > trial.amount ? sum - trial.amount : 0n })).toSorted((a, b) => (a.start < b.start ? -1 : 1));
  return { periods, spent: periods.reduce((all, p) => all + p.spent, 0n), over: periods.reduce((all, p) => all + p.over, 0n), unpriced };
}
