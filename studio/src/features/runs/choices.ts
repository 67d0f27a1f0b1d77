import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

/** Flows of the workspace. */
export const flowChoices = queryOptions({
  queryKey: ["runs", "flow-choices"],
  queryFn: async ({ signal }) => [...new Set((await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: 200, parts: true, archived: true } } }))).runs.map(({ run }) => run.flow).filter((flow): flow is string => flow !== null && !flow.startsWith("/")))],
});

/** Datasets by name and version, the latest first. */
export const dataChoices = queryOptions({
  queryKey: ["runs", "data-choices"],
  queryFn: async ({ signal }) => {
    const [datasets, { runs }] = await Promise.all([answer(api.GET("/api/v1/datasets", { signal })), answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: 200, parts: true } } }))]);
    const files = runs.map(({ run }) => run.data).filter((data): data is string => data !== null && !data.startsWith("/"));
    return [...new Set([...datasets.flatMap((d) => (d.latest === null ? [] : [`${d.name}@${d.latest}`])), ...files])];
  },
});

/** Runs that are done, whose outputs can be read. */
export const runChoices = queryOptions({
  queryKey: ["runs", "run-choices"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: 200, parts: true, state: "completed" } } }))).runs.map(({ run }) => run.name),
});
