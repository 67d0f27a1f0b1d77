import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export type Row = Record<string, unknown>;

export const datasetsQuery = queryOptions({
  queryKey: ["datasets"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets", { signal })),
});

/** Lines of a version, the first `limit` after a number; the latest version where none is named. */
export const rowsQuery = (name: string, version: number | undefined, after: number, limit: number) =>
  queryOptions({
    queryKey: ["datasets", name, "rows", version, after, limit],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets/{name}/rows", { signal, params: { path: { name }, query: { after, limit, ...(version === undefined ? {} : { version }) } } })),
  });

/** One line with all that is in it, by its number from 1; of the latest version where none is named. */
export const rowQuery = (name: string, version: number | undefined, number: number) =>
  queryOptions({
    queryKey: ["dataset-version", name, version, "row", number],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets/{name}/rows/{number}", { signal, params: { path: { name, number }, query: version === undefined ? {} : { version } } })),
    enabled: name !== "",
    // Versions never change.
    staleTime: version === undefined ? 0 : Infinity,
  });

/** What stands in a line. */
export const contentOf = (row: Schemas["RowView"]): Row => row.value;

/** A value of a line as text for a template. */
export const textOf = (value: unknown) => (typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value));
