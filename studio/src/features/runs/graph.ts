import type { Run } from "./run";

/** Where the flow's graph shows what one line did; null where the flow is not in the workspace. */
export const graphOf = (run: Run, line: number): string | null =>
  run.flow === null || run.flow.startsWith("/") ? null : `/flows/${run.flow.split("/").map(encodeURIComponent).join("/")}?run=${encodeURIComponent(run.name)}&line=${line}`;
