import { afterEach, expect, test, vi } from "vitest";
import { copied } from "./clipboard";

afterEach(() => void vi.unstubAllGlobals());

test("without a clipboard of its own, as over plain http, the browser copies the old way", async () => {
  vi.stubGlobal("navigator", {});
  const given = new Map<string, string>();
  const listeners = new Set<(event: unknown) => void>();
  vi.stubGlobal("document", {
    addEventListener: (_: string, listener: (event: unknown) => void) => void listeners.add(listener),
    removeEventListener: (_: string, listener: (event: unknown) => void) => void listeners.delete(listener),
    execCommand: () => {
      listeners.forEach((listener) => listener({ preventDefault: () => undefined, clipboardData: { setData: (kind: string, text: string) => given.set(kind, text) } }));
      return true;
    },
  });

  expect(await copied("a link")).toBe(true);

  expect(given.get("text/plain")).toBe("a link");
  expect(listeners.size).toBe(0);
});

test("what the browser refuses to copy is told", async () => {
  vi.stubGlobal("navigator", { clipboard: { writeText: () => Promise.reject(new Error("denied")) } });
  expect(await copied("a link")).toBe(false);
});
