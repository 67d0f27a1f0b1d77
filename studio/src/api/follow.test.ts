import { expect, test, vi } from "vitest";

let sending: ReadableStreamDefaultController<Uint8Array>;
vi.mock("./client", () => ({ send: () => Promise.resolve(new Response(new ReadableStream<Uint8Array>({ start: (controller) => void (sending = controller) }))) }));

const { readStates } = await import("./follow");
const bytes = (text: string) => new TextEncoder().encode(text);

test("the last state ends it, whether the connection is closed with it or not", async () => {
  const states: unknown[] = [];
  const reading = readStates("/events", new AbortController().signal, (state) => states.push(state));
  await Promise.resolve();
  sending.enqueue(bytes('data: {"done": 1}\n\nevent: end\nda'));
  sending.enqueue(bytes('ta: {"done": 2}\n\n'));
  expect(await reading).toBe(true);
  expect(states).toEqual([{ done: 1 }, { done: 2 }]);
});

test("a stream that breaks off has not told the end", async () => {
  const reading = readStates("/events", new AbortController().signal, () => undefined);
  await Promise.resolve();
  sending.enqueue(bytes('data: {"done": 1}\n\n'));
  sending.close();
  expect(await reading).toBe(false);
});
