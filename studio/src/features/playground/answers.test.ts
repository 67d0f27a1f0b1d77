import { afterEach, expect, test, vi } from "vitest";
import type { ChatRequest } from "./request";
import type { Received } from "./stream";

interface Asked {
  model: string;
  come: (text: string) => void;
  end: () => void;
}

const asked: Asked[] = [];
let looking: ((found: unknown) => void)[] = [];

vi.mock("../../api/client", () => ({ api: { GET: vi.fn() }, answer: () => new Promise((done) => looking.push(done)), send: vi.fn() }));
vi.mock("./stream", () => ({
  nothing: { text: "", reasoning: "", tools: [], finish: null, usage: null },
  ask: (request: ChatRequest, signal: AbortSignal, onAnswer: (id: string, target: string) => void, onMore: (all: Received) => void) =>
    new Promise<void>((end, failed) => {
      signal.addEventListener("abort", () => failed(new Error("stopped")));
      onAnswer(`call of ${request.model}`, "target");
      asked.push({ model: request.model, come: (text) => onMore({ text, reasoning: "", tools: [], finish: null, usage: null }), end });
    }),
}));
vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw));

const { Answers } = await import("./answers");
const request = (model: string) => ({ model }) as ChatRequest;
const settled = () => new Promise((done) => setTimeout(done));

afterEach(() => {
  asked.length = 0;
  looking = [];
  vi.restoreAllMocks();
});

test("four are asked at once, the others in their order, and no look into the ledger takes a turn", async () => {
  const answers = new Answers();
  for (const model of ["a", "b", "c", "d", "e", "f"]) {
    void answers.run(model, request(model));
  }
  await settled();
  expect(asked.map(({ model }) => model)).toEqual(["a", "b", "c", "d"]);
  expect(answers.of("e")?.state).toBe("queued");

  asked[1]?.end();
  asked[2]?.end();
  await settled();

  expect(asked.map(({ model }) => model)).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(looking).toHaveLength(1);
});

test("time is counted from when it was sent, not from when it was asked for, and the ledger's own takes its place", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const answers = new Answers();
  for (const model of ["a", "b", "c", "d", "e"]) {
    void answers.run(model, request(model));
  }
  await settled();
  now = 9_000;
  asked[0]?.end();
  await settled();
  now = 9_200;
  asked[4]?.come("Hello");
  now = 9_300;
  asked[4]?.end();
  await settled();

  expect(answers.of("e")).toMatchObject({ state: "done", firstTokenMs: 200, totalMs: 300 });
  looking[0]?.({ total_ms: 8_990, first_token_ms: null });
  await settled();
  looking[1]?.({ total_ms: 290, first_token_ms: 195 });
  await settled();
  expect(answers.of("e")).toMatchObject({ firstTokenMs: 195, totalMs: 290 });
});

test("one that is stopped before its turn is never sent", async () => {
  const answers = new Answers();
  for (const model of ["a", "b", "c", "d", "e", "f"]) {
    void answers.run(model, request(model));
  }
  await settled();
  answers.stop("e");
  asked[0]?.end();
  await settled();
  expect(answers.of("e")).toMatchObject({ state: "stopped", totalMs: null });
  expect(asked.map(({ model }) => model)).toEqual(["a", "b", "c", "d", "f"]);
});
