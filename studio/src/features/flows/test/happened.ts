import type { Schemas } from "../../../api/client";
import type { Problem } from "../../../api/problem";
import type { NodeRecord } from "../queries";
import type { TestEvent, TestRequest } from "./stream";

export interface Test {
  state: "running" | "done" | "failed" | "stopped";
  /** By which a later test takes up what this one gave; null until the server has begun. */
  id: string | null;
  request: TestRequest;
  records: ReadonlyMap<string, NodeRecord>;
  /** Pieces of outputs that have come so far. */
  chunks: Readonly<Record<string, string>>;
  warnings: readonly string[];
  end: Schemas["TestEndView"] | null;
  /** Why it could not be run, or was cut. */
  problem: Problem | null;
}

/** What a test is after one more event. */
export function happened(test: Test, event: TestEvent): Test {
  if (event.node) {
    return { ...test, records: new Map(test.records).set(event.node.node, event.node) };
  }
  if (event.chunk) {
    const { output, text } = event.chunk;
    return { ...test, chunks: { ...test.chunks, [output]: (test.chunks[output] ?? "") + text } };
  }
  if (event.warning) {
    return { ...test, warnings: [...test.warnings, event.warning] };
  }
  if (event.end) {
    return { ...test, end: event.end, state: event.end.status === "completed" ? "done" : "failed" };
  }
  return event.test ? { ...test, id: event.test } : test;
}

/** The question of a conversation that is being answered; null while none is. */
export function askedNow(test: Test | undefined, input: string): string | null {
  const question = test?.request.inputs?.[input];
  return test?.state === "running" && test.request.stream && typeof question === "string" ? question : null;
}
