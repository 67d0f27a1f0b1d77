import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";

export interface Pages<Row> {
  /** How many rows there are; undefined until the first page is here. */
  count: number | undefined;
  /** Whether they are those of the question before, while the answer to the present one is read. */
  isOld: boolean;
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

export type Load<Row> = (from: number, limit: number, signal: AbortSignal) => Promise<PageOfRows<Row>>;

const pageQuery = <Row>(of: readonly unknown[], asked: unknown, page: number, load: Load<Row>) =>
  queryOptions({
    queryKey: [...of, "page", page, asked],
    queryFn: ({ signal }) => load(page * size, size, signal),
  });

/** The first page, which tells how many rows there are. While another question about the same list is read, what was answered before stays. */
export const firstPageQuery = <Row>(of: readonly unknown[], asked: unknown, load: Load<Row>) =>
  queryOptions({
    ...pageQuery(of, asked, 0, load),
    placeholderData: (before: PageOfRows<Row> | undefined, query) => (query && of.every((part, at) => query.queryKey[at] === part) ? keepPreviousData(before) : undefined),
  });

/**
 * Rows of a list that is too long to be read whole: the pages in sight are read, and kept for a while.
 * `of` names the list, `asked` how it is filtered and sorted; `load` is asked for `limit` rows after the first `from`.
 */
export function usePages<Row>(of: readonly unknown[], asked: unknown, load: Load<Row>): Pages<Row> {
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const first = useQuery(firstPageQuery(of, asked, load));
  const wanted = Array.from({ length: sight.last - sight.first + 1 }, (_, i) => sight.first + i).filter((page) => page > 0);
  // Of `useQueries` none keeps what was read before under another key.
  const results = useQueries({ queries: first.isPlaceholderData ? [] : wanted.map((page) => pageQuery(of, asked, page, load)) });
  const pages = new Map([[0, first.data] as const, ...results.map((result, i) => [wanted[i] ?? 0, result.data] as const)]);
  const see = useCallback((from: number, to: number) => {
    const next = { first: Math.floor(from / size), last: Math.floor(Math.max(from, to - 1) / size) };
    setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, []);
  const failed = [first, ...results].filter((r) => r.isError);
  return {
    count: first.data?.count,
    isOld: first.isPlaceholderData,
    at: (index) => pages.get(Math.floor(index / size))?.rows[index % size],
    sight: see,
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach((r) => void r.refetch()),
  };
}
