import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useCallback, useState } from "react";

export interface Pages<Row> {
  /** How many rows there are; undefined until the first page is here. */
  count: number | undefined;
  at: (index: number) => Row | undefined;
  sight: (from: number, to: number) => void;
  error: unknown;
  retry: () => void;
}

export interface PageOfRows<Row> {
  rows: readonly Row[];
  /** Of all pages together. */
  count: number;
}

const size = 200;

/**
 * Rows of a list that is too long to be read whole: the pages in sight are read, and kept for a while.
 * `load` is asked for `limit` rows after the first `from`; `key` names what is listed, its filters included.
 */
export function usePages<Row>(key: readonly unknown[], load: (from: number, limit: number, signal: AbortSignal) => Promise<PageOfRows<Row>>): Pages<Row> {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  // The first page always, since it tells how many rows there are.
  const wanted = [...new Set([0, ...Array.from({ length: sight.last - sight.first + 1 }, (_, i) => sight.first + i)])];
  const results = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...key, "page", page],
      queryFn: ({ signal }: { signal: AbortSignal }) => load(page * size, size, signal),
      ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  });
  const pages = new Map(wanted.map((page, i) => [page, results[i]?.data]));
  const see = useCallback((from: number, to: number) => {
    const next = { first: Math.floor(from / size), last: Math.floor(Math.max(from, to - 1) / size) };
    setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, []);
  const failed = results.filter((r) => r.isError);
  return {
    count: pages.get(0)?.count,
    at: (index) => pages.get(Math.floor(index / size))?.rows[index % size],
    sight: see,
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((r) => void r.refetch()),
  };
}
