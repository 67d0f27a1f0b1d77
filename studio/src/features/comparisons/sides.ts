import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

/** What can be compared or judged: targets of evaluations, then runs, the newest first. */
export const sidesQuery = queryOptions({
  queryKey: ["comparisons", "sides"],
  queryFn: async ({ signal }) => {
    const [{ evaluations }, { runs }] = await Promise.all([
      answer(api.GET("/api/v1/evaluations", { signal, params: { query: { limit: 100 } } })),
      answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: 200 } } })),
    ]);
    return [...evaluations.flatMap((e) => e.targets.map((target) => `${e.name}:${target}`)), ...runs.map(({ run }) => run.name)];
  },
});

/** Words of a field with commas or blanks between. */
export const listOf = (written: string): string[] => written.split(/[\s,]+/).filter(Boolean);

/** Column names may hold blanks: commas alone part them. */
export const columnsOf = (written: string): string[] =>
  written
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
