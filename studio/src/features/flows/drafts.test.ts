import { beforeEach, expect, test, vi } from "vitest";

const stored = new Map<string, string>();
const most = 100;

// What is stored are its own keys, as of a browser's.
const storage = new Proxy(
  {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > most) {
        throw new Error("full");
      }
      stored.set(name, value);
    },
    removeItem: (name: string) => void stored.delete(name),
  },
  { ownKeys: () => [...stored.keys()], getOwnPropertyDescriptor: (_, name) => (stored.has(String(name)) ? { enumerable: true, configurable: true } : undefined) },
);
vi.stubGlobal("localStorage", storage);
vi.stubGlobal("addEventListener", () => undefined);
vi.mock("../../api/client", () => ({ api: {}, answer: vi.fn() }));

const { Drafts } = await import("./drafts");

beforeEach(() => stored.clear());

test("drafts of two tabs stay beside each other", () => {
  const [one, two] = [new Drafts(), new Drafts()];
  one.type("flows/x.yaml", "in one", { text: "", etag: "1" });
  two.type("flows/y.yaml", "in two", { text: "", etag: "1" });

  const later = new Drafts();

  expect([...later.snapshot()].map(([path, draft]) => [path, draft.text])).toEqual([["flows/x.yaml", "in one"], ["flows/y.yaml", "in two"]]);
});

test("what is saved in one tab is no draft in the other any more", () => {
  const one = new Drafts();
  one.type("flows/x.yaml", "typed", { text: "", etag: "1" });
  const two = new Drafts();
  one.forget("flows/x.yaml");
  two.heard("flow-draft flows/x.yaml");
  two.type("flows/y.yaml", "other", { text: "", etag: "1" });
  expect([...new Drafts().snapshot().keys()]).toEqual(["flows/y.yaml"]);
  expect(two.snapshot().has("flows/x.yaml")).toBe(false);
});

test("a draft that can't be kept is told, and an older one does not come back in its place", () => {
  const drafts = new Drafts();
  drafts.type("flows/x.yaml", "short", { text: "", etag: "1" });
  expect(drafts.unkept().size).toBe(0);
  drafts.type("flows/x.yaml", "long ".repeat(most), { text: "", etag: "1" });
  expect([...drafts.unkept()]).toEqual(["flows/x.yaml"]);
  expect(new Drafts().snapshot().size).toBe(0);

  drafts.forget("flows/x.yaml");
  expect(drafts.unkept().size).toBe(0);
});
