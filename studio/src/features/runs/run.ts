import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { text } from "../../strings";

export type Run = Schemas["RunView"];
export type Line = Schemas["LineView"];
export type Metric = Schemas["MetricView"];

export const goesOn = (state: string) => state === "preparing" || state === "running" || state === "stopping";

export const doneOf = (run: Run) => run.completed_lines + run.failed_lines;

/** The part of its lines that is done; undefined before they are counted. */
export const shareOf = (run: Run): number | undefined => (run.total_lines === null || run.total_lines === 0 ? undefined : doneOf(run) / run.total_lines);

/** How far a run has come, in steps that grow with it: its first line, then every 25, 250 … At each what was read of its lines is read anew. */
export function stepOf(done: number): number {
  const step = Math.max(25, 10 ** (String(done).length - 1) / 4);
  return done < step ? Math.min(done, 1) : Math.floor(done / step) * step;
}

export const runKey = (name: string) => ["runs", "one", name] as const;

export const runQuery = (name: string) =>
  queryOptions({ queryKey: runKey(name), queryFn: ({ signal }) => answer(api.GET("/api/v1/runs/{name}", { signal, params: { path: { name } } })) });

/** Where two runs are compared: the older one is what there was, so it is the baseline. */
export function comparisonTo(runs: readonly Pick<Run, "name" | "created_at">[]): string {
  const [baseline, candidate] = runs.toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  return `/comparisons?baseline=${encodeURIComponent(baseline?.name ?? "")}&candidate=${encodeURIComponent(candidate?.name ?? "")}`;
}

/** What the list of lines is filtered by, as the address has it. */
export interface LinesAsked {
  status: string;
  metric: string;
  result: string;
  below: string;
  find: string;
  where: readonly string[];
  sort: string;
}

export const linesParameters = (asked: LinesAsked) => ({
  ...(asked.status === "" ? {} : { status: asked.status }),
  ...(asked.metric === "" ? {} : { metric: asked.metric }),
  ...(asked.metric === "" || asked.result === "" ? {} : { result: asked.result }),
  ...(asked.metric === "" || asked.below === "" || Number.isNaN(Number(asked.below)) ? {} : { below: Number(asked.below) }),
  ...(asked.find === "" ? {} : { find: asked.find }),
  ...(asked.where.length === 0 ? {} : { where: asked.where.filter((w) => w.includes("=")) }),
  ...(asked.sort === "" ? {} : { sort: asked.sort }),
});

export const readLines = (name: string, asked: LinesAsked, from: number, limit: number, signal: AbortSignal) =>
  answer(api.GET("/api/v1/runs/{name}/lines", { signal, params: { path: { name }, query: { from, limit, ...linesParameters(asked) } } }));

export const lineQuery = (name: string, line: number) =>
  queryOptions({ queryKey: [...runKey(name), "line", line], queryFn: ({ signal }) => answer(api.GET("/api/v1/runs/{name}/lines/{line}", { signal, params: { path: { name, line } } })) });

/** A score as a table shows it: three digits behind the point, fewer for large ones. */
export const score = (value: number | null | undefined): string => {
  if (value === null || value === undefined) {
    return "";
  }
  const size = Math.abs(value);
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toLocaleString("en-US", size >= 100 ? { maximumFractionDigits: 1 } : size < 0.001 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 3, maximumFractionDigits: 3 });
};

const picture = /^\{"data:image\/[^"]*": ?"[^"]*"?…?\}?$/;

/** A value of a line in one row of a table. */
export const cell = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value !== "string" ? JSON.stringify(value) : picture.test(value) ? text.runs.picture : value.replace(/\s+/g, " ");
