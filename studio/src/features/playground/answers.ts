import { answer as answered, api, type Schemas } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { ChatRequest } from "./request";
import { ask, nothing, type Received } from "./stream";

export interface Answer {
  state: "waiting" | "streaming" | "done" | "stopped" | "failed";
  received: Received;
  /** Milliseconds, measured here. */
  firstTokenMs: number | null;
  totalMs: number | null;
  callId: string | null;
  target: string | null;
  problem: Problem | null;
  /** Its row in the ledger, once it is there: exact tokens and cost. */
  call: Schemas["CallView"] | null;
}

const begun: Answer = { state: "waiting", received: nothing, firstTokenMs: null, totalMs: null, callId: null, target: null, problem: null, call: null };

// A call is in the ledger when it has ended on the server, which may be a moment after its last byte came here. In seconds.
const patience = 3;

/** The answers on the screen. Each cell hears of its own alone, at most once a frame. */
export class Answers {
  private readonly all = new Map<string, Answer>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private drawing = false;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(cell: string): Answer | undefined {
    return this.all.get(cell);
  }

  /** How many are under way. */
  readonly underWay = () => this.aborts.size;

  stop(cell?: string) {
    for (const [name, abort] of this.aborts) {
      if (cell === undefined || cell === name) {
        abort.abort();
      }
    }
  }

  forget(belongs: (cell: string) => boolean) {
    for (const cell of [...this.all.keys()].filter(belongs)) {
      this.stop(cell);
      this.all.delete(cell);
    }
    this.told();
  }

  async run(cell: string, request: ChatRequest): Promise<void> {
    this.stop(cell);
    const abort = new AbortController();
    this.aborts.set(cell, abort);
    this.all.set(cell, begun);
    this.told();
    const start = performance.now();
    const set = (change: Partial<Answer>) => {
      if (this.aborts.get(cell) === abort) {
        this.all.set(cell, { ...(this.all.get(cell) ?? begun), ...change });
        this.told();
      }
    };
    try {
      await ask(
        request,
        abort.signal,
        (callId, target) => set({ callId, target }),
        (received) => set({ state: "streaming", received, firstTokenMs: this.all.get(cell)?.firstTokenMs ?? (hasContent(received) ? performance.now() - start : null) }),
      );
      set({ state: "done", totalMs: performance.now() - start });
    } catch (error) {
      set(abort.signal.aborted ? { state: "stopped", totalMs: performance.now() - start } : { state: "failed", problem: asProblem(error), totalMs: performance.now() - start });
    }
    const callId = this.all.get(cell)?.callId;
    if (callId) {
      const call = await callOf(callId);
      set({ call });
    }
    if (this.aborts.get(cell) === abort) {
      this.aborts.delete(cell);
      this.told();
    }
  }

  private told() {
    if (!this.drawing) {
      this.drawing = true;
      requestAnimationFrame(() => {
        this.drawing = false;
        for (const listener of this.listeners) {
          listener();
        }
      });
    }
  }
}

const hasContent = (received: Received) => received.text !== "" || received.reasoning !== "" || received.tools.length > 0;

async function callOf(id: string): Promise<Schemas["CallView"] | null> {
  try {
    return await answered(api.GET("/api/v1/calls/{id}", { params: { path: { id }, query: { wait: patience } } }));
  } catch {
    return null;
  }
}
