import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

const often = 5_000;
const looked = 20;
const most = 200;

export const latestRunsQuery = queryOptions({
  queryKey: ["runs", "latest"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: looked } } }))).runs.map(({ run }) => run),
  refetchInterval: often,
});

/** Runs that go on or have not ended well, however many newer ones there are. */
export const openRunsQuery = queryOptions({
  queryKey: ["runs", "open"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: most, state: ["preparing", "running", "stopping", "failed", "canceled", "interrupted"] } } }))).runs.map(({ run }) => run),
  refetchInterval: often,
});

/** The same of evaluations. */
export const openEvaluationsQuery = queryOptions({
  queryKey: ["evaluations", "open"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/evaluations", { signal, params: { query: { limit: most, state: ["running", "stopped", "failed", "interrupted"] } } }))).evaluations,
  refetchInterval: often,
});
