import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "./client";

/** Policies of the workspace. */
export const gatesQuery = queryOptions({ queryKey: ["gates"], queryFn: ({ signal }) => answer(api.GET("/api/v1/gates", { signal })) });
