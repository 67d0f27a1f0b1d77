import { send, type Schemas } from "../../../api/client";
import { linesOf } from "../../../api/lines";
import { Problem, problemOf } from "../../../api/problem";
import { text } from "../../../strings";

export type TestRequest = Omit<Schemas["FlowTestRequest"], "inputs"> & { inputs?: Record<string, unknown> };
export type TestEvent = Schemas["TestEventView"];

/**
 * Runs a flow once and hands on what happens.
 * @throws Problem: it was refused, or its end never came.
 */
export async function runTest(request: TestRequest, signal: AbortSignal, onEvent: (event: TestEvent) => void): Promise<void> {
  const reply = await send("/api/v1/flows/test", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request), signal });
  if (!reply.ok || !reply.body) {
    throw problemOf(reply.status, await reply.json().catch(() => null));
  }

  let ended = false;
  try {
    for await (const line of linesOf(reply.body)) {
      if (line.startsWith("data:")) {
        const event = JSON.parse(line.slice("data:".length)) as TestEvent;
        ended ||= event.end !== undefined;
        onEvent(event);
      }
    }
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw new Problem(502, text.flows.dropped, "stream-dropped");
  }
  if (!ended) {
    throw new Problem(502, text.flows.dropped, "stream-dropped");
  }
}
