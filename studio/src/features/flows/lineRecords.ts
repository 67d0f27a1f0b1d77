import type { Schemas } from "../../api/client";
import type { NodeRecord } from "./queries";

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
