import { answer as answered, api, type Schemas } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import type { ChatRequest } from "./request";
import { ask, nothing, type Received } from "./stream";
import { Turns } from "./turns";

export interface Answer {
  state: "queued" | "waiting" | "streaming" | "done" | "stopped" | "failed";
  received: Received;
  /** Milliseconds since it was sent, measured here; the ledger's own take their place once they are there. */
  firstTokenMs: number | null;
  totalMs: number | null;
  callId: string | null;
  target: string | null;
  problem: Problem | null;
  /** Its row in the ledger, once it is there: exact tokens and cost. */
  call: Schemas["CallView"] | null;
}

const begun: Answer = { state: "queued", received: nothing, firstTokenMs: null, totalMs: null, callId: null, target: null, problem: null, call: null };

// A call is in the ledger when it has ended on the server, which may be a moment after its last byte came here. In seconds.
const patience = 3;

// A browser opens six connections to a server: what is sent beyond them waits in the browser, and that would be measured as the model's time.
const askedAtOnce = 4;
const lookedUpAtOnce = 1;

export const isBusy = (answer: Answer | undefined) => answer?.state === "queued" || answer?.state === "waiting" || answer?.state === "streaming";

/** The answers on the screen. Each cell hears of its own alone, at most once a frame. */
export class Answers {
  private readonly all = new Map<string, Answer>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private readonly asking = new Turns(askedAtOnce);
  private readonly lookingUp = new Turns(lookedUpAtOnce);
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
    const set = (change: Partial<Answer>) => {
      if (this.aborts.get(cell) === abort) {
        this.all.set(cell, { ...(this.all.get(cell) ?? begun), ...change });
        this.told();
      }
    };
    let sent: number | null = null;
    const since = () => (sent === null ? null : performance.now() - sent);
    try {
      await this.asking.have(abort.signal, async () => {
        sent = performance.now();
        set({ state: "waiting" });
        await ask(
          request,
          abort.signal,
          (callId, target) => set({ callId, target }),
          (received) => set({ state: "streaming", received, firstTokenMs: this.all.get(cell)?.firstTokenMs ?? (hasContent(received) ? since() : null) }),
        );
        set({ state: "done", totalMs: since() });
      });
    } catch (error) {
      set(abort.signal.aborted ? { state: "stopped", totalMs: since() } : { state: "failed", problem: asProblem(error), totalMs: since() });
    }
    const callId = this.all.get(cell)?.callId;
    if (callId) {
      const call = await this.lookingUp.have(new AbortController().signal, () => callOf(callId));
      set(call === null ? {} : { call, totalMs: call.total_ms, firstTokenMs: call.first_token_ms ?? this.all.get(cell)?.firstTokenMs ?? null });
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
