import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

const often = 5_000;
const looked = 20;

export const latestRunsQuery = queryOptions({
  queryKey: ["runs", "latest"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/runs", { signal, params: { query: { limit: looked } } }))).runs.map(({ run }) => run),
  refetchInterval: often,
});
