import type { EChartsOption } from "echarts";
import type { UsageReport } from "../../api/queries";
import { money, nano, sum, type Nano } from "../../formats/money";
import { hour } from "../../formats/times";
import { text } from "../../strings";

export type Step = "hour" | "day" | "month";

const mostSeries = 7;
const stepMs = { hour: 3_600_000, day: 86_400_000 } as const;

/** Hours for up to two days, days up to a quarter, then months. */
export const stepFor = (from: string): Step => (from === "today" || from === "24h" || from === "yesterday" ? "hour" : from === "365d" ? "month" : "day");

const stamp = (at: Date, step: Step) => (step === "hour" ? `${at.toISOString().slice(0, 13)}:00Z` : at.toISOString().slice(0, step === "day" ? 10 : 7));

/** Every step of a period, those without calls too: a gap in a chart is told from a day that cost nothing. */
export function steps(from: string, to: string, step: Step): string[] {
  const [begin, end] = [new Date(from), new Date(to)];
  const list: string[] = [];
  for (let at = begin; at < end; ) {
    list.push(stamp(at, step));
    at =
      step === "month"
        ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
        : new Date(Math.floor(at.getTime() / stepMs[step]) * stepMs[step] + stepMs[step]);
  }
  return list;
}

/** Cost over time of a report by a step, and a group: the dearest each, the rest together. Sums are exact before they are drawn. */
export function stacked(report: Pick<UsageReport, "from" | "to" | "lines" | "asked">): EChartsOption {
  const [step, by] = report.asked.by as readonly [Step, string?];
  const times = steps(report.from, report.to, step);
  const costs = new Map<string, Map<string, Nano>>();
  for (const line of report.lines) {
    const fields = line as unknown as Record<string, string | undefined>;
    const name = by === undefined ? text.usage.cost : (fields[by] ?? text.table.none);
    const of = costs.get(name) ?? new Map<string, Nano>();
    const at = fields[step] ?? "";
    of.set(at, (of.get(at) ?? 0n) + nano(line.cost_usd));
    costs.set(name, of);
  }
  const ranked = [...costs].map(([name, of]) => ({ name, of, all: sum(of.values()) })).toSorted((a, b) => (b.all > a.all ? 1 : b.all < a.all ? -1 : 0));
  const named = ranked.slice(0, mostSeries);
  const rest = ranked.slice(mostSeries);
  if (rest.length > 0) {
    const of = new Map(times.map((time) => [time, sum(rest.map((r) => r.of.get(time) ?? 0n))]));
    named.push({ name: text.usage.others(rest.length), of, all: sum(of.values()) });
  }
  return {
    xAxis: { type: "category", data: times.map((time) => (step === "hour" ? hour(time) : time)) },
    yAxis: { type: "value", axisLabel: { formatter: (value: number) => money(nano(value)) } },
    tooltip: { valueFormatter: (value) => money(nano(Number(value))) },
    series: named.map(({ name, of }) => ({ name, type: "bar", stack: "cost", barMaxWidth: 36, data: times.map((time) => Number(of.get(time) ?? 0n) / 1e9) })),
  };
}
