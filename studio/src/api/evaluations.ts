import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "./client";

const often = 5_000;
const looked = 50;

/** The newest evaluations, with those that run now. */
export const latestEvaluationsQuery = queryOptions({
  queryKey: ["evaluations", "latest"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/evaluations", { signal, params: { query: { limit: looked } } }))).evaluations,
  refetchInterval: often,
});

/** What an evaluation that has ended found. It stays as it is. */
export const foundQuery = (name: string, endedAt: string | null) =>
  queryOptions({
    queryKey: ["evaluations", name, "found", endedAt],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/evaluations/{name}", { signal, params: { path: { name } } })),
    staleTime: Infinity,
  });
