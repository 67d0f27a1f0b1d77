import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, send, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { text } from "../../strings";

export type Dataset = Schemas["DatasetView"];
export type Version = Schemas["DatasetVersionView"];
export type Row = Schemas["RowView"];
export type ColumnFacts = Schemas["ColumnView"];

export const datasetQuery = (name: string) =>
  queryOptions({ queryKey: ["datasets", name], queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets/{name}", { signal, params: { path: { name } } })) });

// Versions never change, so what was read of one holds.
const forever = { staleTime: Infinity };

export const profileQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: ["dataset-version", name, version, "profile"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets/{name}/profile", { signal, params: { path: { name }, query: { version } } })),
    ...forever,
  });

export const readRows = (name: string, version: number, cursor: number, limit: number, signal: AbortSignal) =>
  answer(api.GET("/api/v1/datasets/{name}/rows", { signal, params: { path: { name }, query: { version, cursor, limit } } }));

export const foundRowsQuery = (name: string, version: number, filter: string, column: string) =>
  infiniteQueryOptions({
    queryKey: ["dataset-version", name, version, "found", filter, column],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/datasets/{name}/rows", { signal, params: { path: { name }, query: { version, cursor: pageParam, limit: 200, filter, ...(column === "" ? {} : { column }) } } })),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    ...forever,
  });

export interface DiffAsked {
  from: number;
  to: number;
  /** The column to find rows by; the dataset's own where empty. */
  key: string;
  /** Whole rows, whatever key there is. */
  content: boolean;
  kind: "" | "changed" | "removed" | "added";
}

export const diffQuery = (name: string, { from, to, key, content, kind }: DiffAsked) =>
  infiniteQueryOptions({
    queryKey: ["dataset-version", name, "diff", from, to, key, content, kind],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/datasets/{name}/diff", {
          signal,
          params: { path: { name }, query: { from, to, cursor: pageParam, ...(content ? { by: "content" as const } : key === "" ? {} : { key }), ...(kind === "" ? {} : { kind }) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    ...forever,
  });

/** Sends rows as they are; the file's name says what they are. */
export async function sendRows<T>(address: string, query: Readonly<Record<string, string>>, rows: Blob | string, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<T> {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  const reply = await send(`${address}?${parameters.toString()}`, { method: "POST", body: rows, headers: { "content-type": "application/octet-stream", ...headers }, ...(signal ? { signal } : {}) });
  const body = (await reply.json().catch(() => null)) as unknown;
  if (!reply.ok) {
    throw problemOf(reply.status, body);
  }
  return body as T;
}

export const there = (dataset: Dataset): readonly Version[] => dataset.versions.filter((v) => v.deleted_at === null);

export const reference = (name: string, version: number) => `${name}@${version}`;

export const originOf = (version: Version): string =>
  version.of !== null ? text.datasets.fromVersion(version.of, version.how ?? "") : version.file !== null ? text.datasets.fromFile(version.file) : "";

/** A value as a cell or a page shows it: text as it is, anything else as JSON. */
export const shown = (value: unknown, indent?: number): string => (typeof value === "string" ? value : (value === undefined ? "" : JSON.stringify(value, null, indent)));

const numeric = new Set(["whole number", "number"]);

export const isNumeric = (column: ColumnFacts) => Object.keys(column.kinds).length > 0 && Object.keys(column.kinds).every((kind) => numeric.has(kind));

/** The kinds of a column's values in words. */
export function kindOf(column: ColumnFacts): string {
  const kinds = Object.keys(column.kinds);
  return kinds.length === 0 ? text.datasets.noValues : kinds.length === 1 ? (text.datasets.kinds[kinds[0] ?? ""] ?? kinds[0] ?? "") : text.datasets.mixed;
}

const digitsOf = (number: string) => number.replace(/[eE].*$/, "").replace(/\D/g, "").replace(/^0+|0+$/g, "");

/** The first number of JSON that would be stored as another one, as it has more digits than a number holds here. */
export const inexactIn = (json: string): string | undefined =>
  json.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)?.find((token) => !token.startsWith('"') && digitsOf(token) !== digitsOf(String(Number(token))));

/** The same of what was typed for a column; what is text there has no numbers. */
export const inexactOf = (typed: string, column: ColumnFacts): string | undefined => (typeof valueOf(typed, column) === "string" ? undefined : inexactIn(typed));

/** What was typed, as a column of such values holds it; undefined where nothing was. */
export function valueOf(typed: string, column: ColumnFacts): unknown {
  const only = Object.keys(column.kinds).length === 1 ? Object.keys(column.kinds)[0] : undefined;
  if (only === "text" || only === undefined) {
    return typed === "" && only === undefined ? undefined : typed;
  }
  if (typed.trim() === "") {
    return undefined;
  }
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return typed;
  }
}
