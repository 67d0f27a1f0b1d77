import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import type { NodeRecord } from "./queries";

export const lineQuery = (run: string, line: number) =>
  queryOptions({
    queryKey: ["runs", run, "lines", "one", line],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/runs/{name}/lines/{line}", { signal, params: { path: { name: run, line } } })),
    enabled: run !== "" && Number.isInteger(line),
    staleTime: Infinity,
  });

/** What the nodes did on a line of a run, as a test tells it. */
export const recordsOf = (line: Schemas["LineDetailView"]): ReadonlyMap<string, NodeRecord> =>
  new Map(
    line.nodes.map((node): [string, NodeRecord] => [
      node.node,
      {
        node: node.node,
        status: node.status.toLowerCase(),
        replayed: false,
        cached: false,
        started_at: node.started_at ?? "",
        duration_ms: node.seconds === null ? null : node.seconds * 1000,
        inputs: node.inputs,
        output: node.output,
        error: node.error === null ? null : { code: "", message: node.error, node: node.node, file: null, line: null, traceback: null },
        prompt_tokens: null,
        completion_tokens: null,
        total_tokens: node.tokens,
        cost: node.cost_usd,
        logs: node.log,
        error_logs: "",
        // The outermost call is the node itself.
        calls: (node.calls as { children?: unknown[] }[]).flatMap((call) => call.children ?? []),
        cut: false,
      },
    ]),
  );
