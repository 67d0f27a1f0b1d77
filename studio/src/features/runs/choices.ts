import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

/** Flows of the workspace: a folder, or a file that is a flow of its own. */
export const flowChoices = queryOptions({
  queryKey: ["runs", "flow-choices"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/flows", { signal }))).flows.map(({ path }) => path.replace(/\/flow\.(dag|flex)\.ya?ml$/, "")),
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
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: 200, parts: true, state: ["completed"] } } }))).runs.map(({ run }) => run.name),
});
